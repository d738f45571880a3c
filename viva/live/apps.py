from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "viva.live"
    label = "live"
