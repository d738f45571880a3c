"""Another person, or another address, for an interview that has not begun: who was invited before is out of it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from viva.interviews.models import Consent, Interview
from viva.interviews.services.candidates import account_of
from viva.notifications.models import Mail, MailKind, MailStatus
from viva.notifications.services.outbox import abort_mail
from viva.scheduling import letters
from viva.scheduling.letters.particulars import candidate_of
from viva.scheduling.services import times
from viva.scheduling.services.times import Who

_TO_CANDIDATE = [
    MailKind.SCHEDULED,
    MailKind.RESCHEDULED,
    MailKind.REMINDER,
    MailKind.CHOOSE_TIME,
    MailKind.CANCELLED,
]


@transaction.atomic
def readdress(interview: Interview, *, email: str, name: str, who: Who) -> Mail | None:
    """Give a company's interview to whoever reads `email`; the mail that invites them, where there is one.

    The old link opens nothing from now on, an account that had it has it no more, and consent is asked for anew:
    it was another person's. Who was told of the interview is told that it is not theirs. The same address in
    other letters only changes how it is written. Raises StateForbids once the interview has begun or ended.
    """
    held = times.lock(interview.pk)
    reader = candidate_of(held)
    before = reader.email if reader else ""
    held.candidate_name = name
    if email.casefold() == before.casefold():
        held.candidate_email = email
        held.save(update_fields=["candidate_name", "candidate_email"])
        return None
    knew = _has_been_told(held.pk, before)
    abort_mail(held.pk, kinds=_TO_CANDIDATE, why=_("The interview has another address now."))
    abort_mail(held.pk, kinds=[MailKind.READDRESSED], why=_("The interview is theirs again."), to_email=email)
    held.calendar_sequence += 1
    if knew and reader:
        letters.tell_readdressed(held, reader, by=who.user_id)
    was_invited = bool(held.link_hash)
    _give_to(held, email)
    times.note("interview.readdressed", held, who=who)
    return letters.tell_again(held, by=who.user_id) if was_invited else None


def _has_been_told(interview_id: int, email: str) -> bool:
    """Whether a mail about it may have arrived there."""
    tried = Mail.objects.filter(interview_id=interview_id, to_email__iexact=email, attempts__gt=0)
    return tried.exclude(status=MailStatus.FAILED).exclude(kind=MailKind.READDRESSED).exists()


def _give_to(interview: Interview, email: str) -> None:
    interview.candidate_email, interview.candidate = email, account_of(email)
    fields = ["candidate_name", "candidate_email", "candidate", "calendar_sequence"]
    if interview.link_hash:
        fields += times.renew_link(interview)
    interview.save(update_fields=fields)
    Consent.objects.filter(interview=interview).delete()
