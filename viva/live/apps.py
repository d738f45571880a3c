from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "viva.live"
    label = "live"

    def ready(self) -> None:
        """An interview that gets a time gets its session with it; its recording ends and goes with it, and
        what was said in it is written down again."""
        from viva.core.events import subscribe
        from viva.interviews.events import INTERVIEW_COMPLETED, INTERVIEW_ERASED
        from viva.live.services.recording_erasing import erase_with_interview, look_soon
        from viva.live.services.sessions import session_for_time
        from viva.live.services.utterances import plan_hearing
        from viva.scheduling.events import SESSION_NEEDED

        subscribe(SESSION_NEEDED, session_for_time, within=True)
        subscribe(INTERVIEW_COMPLETED, look_soon, within=True)
        subscribe(INTERVIEW_COMPLETED, plan_hearing, within=True)
        subscribe(INTERVIEW_ERASED, erase_with_interview, within=True)
