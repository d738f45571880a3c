from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "viva.insights"
    label = "insights"
