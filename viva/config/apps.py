from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "viva.config"
    label = "config"
