from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "viva.jobs"
    label = "jobs"
