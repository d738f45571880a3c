"""What a candidate agrees to before an interview for a company."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from viva.accounts.actors import Actor, UserActor
from viva.audit.services import record
from viva.core.errors import StateForbids
from viva.core.time import now
from viva.interviews.enums import Status
from viva.interviews.models import Consent, Interview

# Names the words of the disclosure (templates/meeting/disclosure.html): changed with them.
DISCLOSURE = "typed-2"
RECORDED_DISCLOSURE = "recorded-2"
# Those that tell that the recording is turned into words afterwards.
TURNED_INTO_WORDS = frozenset({"recorded-2"})


def disclosure_of(interview: Interview) -> str:
    """The version that the candidate of this interview is shown."""
    return RECORDED_DISCLOSURE if interview.enable_audio or interview.enable_video else DISCLOSURE


@transaction.atomic
def give_consent(
    interview: Interview,
    *,
    actor: Actor,
    locale: str,
    ai_evaluation: bool,
    recording: bool,
    sound: bool = False,
    picture: bool = False,
) -> Consent:
    """Store what was agreed to, once: a second time gives the first.

    `ai_evaluation` and `recording` (of what is written) are needed for the interview; sound, and with it a
    picture, are the candidate's choice where it has them.

    Raises StateForbids where one is missing, and once the interview has begun or ended.
    """
    if not (ai_evaluation and recording):
        raise StateForbids(_("The interview needs your agreement to both. You may ask for a person instead."))
    held = Interview.objects.select_for_update().select_related(None).get(pk=interview.pk)
    if held.status != Status.SCHEDULED:
        raise StateForbids(_("This interview has begun, or is over."))
    consent, is_new = Consent.objects.get_or_create(
        interview_id=held.pk,
        defaults={
            "version": disclosure_of(held),
            "locale": locale[:16],
            "ai_evaluation": ai_evaluation,
            "recording": recording,
            "sound": sound and (held.enable_audio or held.enable_video),
            "picture": sound and picture and held.enable_video,
            "retention_days": interview.company.retention_days if interview.company else 0,
            "user_id": actor.user_id if isinstance(actor, UserActor) else None,
            "given_at": now(),
        },
    )
    if is_new:
        _record("interview.consented", held, actor, version=consent.version)
    return consent


def _record(action: str, interview: Interview, actor: Actor, **data: object) -> None:
    record(
        action,
        subject="interview",
        subject_id=interview.pk,
        actor_id=actor.user_id if isinstance(actor, UserActor) else None,
        by_link=not isinstance(actor, UserActor),
        company_id=interview.company_id,
        **data,
    )
