from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "viva.api"
    label = "api"
