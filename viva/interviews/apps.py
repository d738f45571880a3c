from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "viva.interviews"
    label = "interviews"

    def ready(self) -> None:
        """What was sent to an address becomes the account's that is shown to own it; what it made goes with it."""
        from viva.accounts.email_verification import EMAIL_VERIFIED
        from viva.accounts.events import ACCOUNT_ERASED
        from viva.core.events import subscribe
        from viva.interviews.services.candidates import claim_interviews
        from viva.interviews.services.erasing import erase_with_account

        subscribe(EMAIL_VERIFIED, claim_interviews, within=True)
        subscribe(ACCOUNT_ERASED, erase_with_account, within=True)
