from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "viva.interviews"
    label = "interviews"

    def ready(self) -> None:
        """What is published of a company's interview is written down."""
        from viva.interviews.trail import listen

        listen()
