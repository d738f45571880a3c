from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "viva.interviews"
    label = "interviews"

    def ready(self) -> None:
        """What was sent to an address becomes the account's that is shown to own it."""
        from viva.accounts.email_verification import EMAIL_VERIFIED
        from viva.core.events import subscribe
        from viva.interviews.services.candidates import claim_interviews

        subscribe(EMAIL_VERIFIED, claim_interviews, within=True)
