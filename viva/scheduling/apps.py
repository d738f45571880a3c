from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "viva.scheduling"
    label = "scheduling"
