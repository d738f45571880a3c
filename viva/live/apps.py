from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "viva.live"
    label = "live"

    def ready(self) -> None:
        """An interview that gets a time gets its session with it."""
        from viva.core.events import subscribe
        from viva.live.services.sessions import session_for_time
        from viva.scheduling.events import SESSION_NEEDED

        subscribe(SESSION_NEEDED, session_for_time, within=True)
