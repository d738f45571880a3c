from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "viva.scheduling"
    label = "scheduling"

    def ready(self) -> None:
        """The end of an interview is told by mail."""
        from viva.scheduling.hearing import subscribe_to_interviews

        subscribe_to_interviews()
