from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "viva.config"
    label = "config"

    def ready(self) -> None:
        """System checks only: what runs in the background is started by the lifespan."""
        from viva.config.checks import register_checks

        register_checks()
