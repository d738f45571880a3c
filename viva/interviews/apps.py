from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "viva.interviews"
    label = "interviews"
