from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "viva.web"
    label = "web"
