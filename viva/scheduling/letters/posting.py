"""From words to a row of the outbox."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from viva.accounts.link_keys import LinkSeed
from viva.interviews.models import Interview
from viva.notifications.letter_page import Words, brand_of, write_letter
from viva.notifications.models import Mail, MailKind
from viva.notifications.services.outbox import Letter, queue_mail
from viva.scheduling.calendar import Entry, Method, calendar_of
from viva.scheduling.letters.particulars import Particulars, Reader, candidate_of, particulars_of

PORTAL_PATH = "/?session_key={key}"
READY_PATH = "/interview/ready/{uuid}/"


@dataclass(frozen=True, slots=True)
class Draft:
    """What makes a letter the one it is. `name` begins its dedupe key: one a kind and calendar sequence.

    `starts_at` is what the calendar is told of, with `method`; `link_path` "" is a letter without a link.
    """

    kind: MailKind
    name: str
    subject: str
    words: Words
    link_path: str = PORTAL_PATH
    method: Method | None = None
    starts_at: datetime | None = None
    not_before: datetime | None = None
    not_after: datetime | None = None


Writing = Callable[[Reader, Particulars], Draft]


def post_to_candidate(interview: Interview, writing: Writing, *, by: int | None) -> Mail | None:
    """None without anybody to write to."""
    reader = candidate_of(interview)
    return post(interview, reader, writing, by=by) if reader else None


def post(interview: Interview, reader: Reader, writing: Writing, *, by: int | None) -> Mail:
    """In the reader's language."""
    with translation.override(reader.locale):
        particulars = particulars_of(interview, by=by)
        draft = writing(reader, particulars)
        text, html = write_letter(draft.words, brand_of(interview.company))
        calendar = _calendar(interview, reader, particulars, draft)
    letter = Letter(
        kind=draft.kind,
        to_email=reader.email,
        to_name=reader.name,
        subject=draft.subject,
        text=text,
        html=html,
        reply_to=particulars.contact,
        company_id=interview.company_id,
        interview_id=interview.pk,
        logo=(interview.company.logo.name or "") if interview.company else "",
        calendar=calendar,
        calendar_method=draft.method or "",
        link_path=draft.link_path,
        link=LinkSeed(interview.link_nonce, interview.link_key_id),
        not_before=draft.not_before,
        not_after=draft.not_after,
    )
    return queue_mail(letter, dedupe_key=dedupe_key(interview, draft.name), by=by)


def dedupe_key(interview: Interview, name: str) -> str:
    return f"{name}:{interview.pk}:{interview.calendar_sequence}"


def _calendar(interview: Interview, reader: Reader, particulars: Particulars, draft: Draft) -> str:
    if draft.method is None or draft.starts_at is None:
        return ""
    entry = Entry(
        summary=_("Interview: %(subject)s") % {"subject": particulars.subject},
        description=_described(interview, particulars, draft),
        organizer=particulars.company or "Viva",
        attendee_name=reader.name,
        attendee_email=reader.email,
        starts_at=draft.starts_at,
        url=_ready_url(interview),
    )
    return calendar_of(interview, entry, method=draft.method)


def _described(interview: Interview, particulars: Particulars, draft: Draft) -> str:
    if draft.method is Method.CANCEL:
        return _("This interview does not take place at this time.")
    where = _("Your link to the interview is in the e-mail “%(subject)s”. Open it at the scheduled time.")
    lines = [where % {"subject": draft.subject}]
    if url := _ready_url(interview):
        lines.append(_("If you sign in, you find it here: %(url)s") % {"url": url})
    if particulars.contact:
        lines.append(_("Questions? Write to %(contact)s") % {"contact": particulars.contact})
    return "\n".join(lines)


def _ready_url(interview: Interview) -> str:
    """For candidates with an account; whoever else opens it has to sign in as them."""
    if not interview.candidate_id:
        return ""
    return f"{settings.VIVA_BASE_URL}{READY_PATH.format(uuid=interview.uuid)}"
