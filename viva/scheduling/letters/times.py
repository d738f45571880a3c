"""What a candidate is told of their interview's time: set, moved, given back, called off, to be chosen; reminders.

Each is queued in the transaction of the change. What was to be said of an earlier time is not sent any more.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.utils.translation import gettext as _

from viva.core.time import now
from viva.interviews.models import Interview
from viva.notifications.letter_page import Words, paragraph
from viva.notifications.models import Mail, MailKind
from viva.notifications.services.outbox import abort_mail
from viva.scheduling.calendar import Method
from viva.scheduling.letters.particulars import Particulars, Reader, closing_of, shown_time
from viva.scheduling.letters.posting import Draft, dedupe_key, post_to_candidate

Rows = tuple[tuple[str, str], ...]

REMINDERS = (timedelta(hours=24), timedelta(hours=1))
_OF_A_TIME = [MailKind.SCHEDULED, MailKind.RESCHEDULED, MailKind.REMINDER]
_WITHOUT_TIME = [MailKind.CHOOSE_TIME, MailKind.CANCELLED]


def tell_scheduled(interview: Interview, *, by: int | None) -> Mail | None:
    """A time was set where there was none; reminders follow."""
    abort_mail(interview.pk, kinds=_WITHOUT_TIME, why=_("The interview has a time now."))
    mail = post_to_candidate(interview, partial(_scheduled, interview), by=by)
    _remind(interview, by=by)
    return mail


def tell_moved(interview: Interview, *, by: int | None) -> Mail | None:
    """It has another time. Said already of this very change, nothing more is said."""
    key = dedupe_key(interview, "rescheduled")
    if said := Mail.objects.filter(dedupe_key=key).first():
        return said
    abort_mail(interview.pk, kinds=[*_OF_A_TIME, *_WITHOUT_TIME], why=_("The interview was moved."))
    mail = post_to_candidate(interview, partial(_moved, interview), by=by)
    _remind(interview, by=by)
    return mail


def tell_released(interview: Interview, *, reason: str, by: int | None) -> Mail | None:
    """Its time was given back; it has none now."""
    abort_mail(interview.pk, kinds=_OF_A_TIME, why=_("The interview has no time any more."))
    return post_to_candidate(interview, partial(_released, interview, reason), by=by)


def tell_cancelled(interview: Interview, *, reason: str, by: int | None) -> Mail | None:
    """It was called off. Nothing is said where nothing had been told of it, nor twice."""
    if said := Mail.objects.filter(dedupe_key=dedupe_key(interview, "cancelled")).first():
        return said
    told = Mail.objects.filter(interview_id=interview.pk).exists()
    abort_mail(interview.pk, kinds=[*_OF_A_TIME, *_WITHOUT_TIME], why=_("The interview was cancelled."))
    if not (told or interview.scheduled_at):
        return None
    return post_to_candidate(interview, partial(_cancelled, interview, reason), by=by)


def tell_choose_time(interview: Interview, *, by: int | None = None) -> Mail | None:
    """The candidate may choose a time by the link, which the interview must have (`times.ensure_link`)."""
    return post_to_candidate(interview, _to_choose, by=by)


def _remind(interview: Interview, *, by: int | None) -> None:
    """A day and an hour before: rows that wait for their time. None for a moment that has passed already."""
    if interview.scheduled_at is None:
        return
    ends = [*(interview.scheduled_at - before for before in REMINDERS[1:]), interview.scheduled_at]
    for before, not_after in zip(REMINDERS, ends, strict=True):
        if interview.scheduled_at - before > now():
            writing = partial(_reminder, interview, before, not_after)
            post_to_candidate(interview, writing, by=by)


def _scheduled(interview: Interview, reader: Reader, told: Particulars) -> Draft:
    said = _("Your interview for the position of %(position)s has been scheduled.") % {"position": told.position}
    return Draft(
        MailKind.SCHEDULED,
        "scheduled",
        _("Interview Scheduled - %(subject)s") % {"subject": told.subject},
        _with_time(interview, reader, told, heading=_("Your interview is scheduled"), said=said),
        method=Method.REQUEST,
        starts_at=interview.scheduled_at,
        not_after=_latest(interview),
    )


def _moved(interview: Interview, reader: Reader, told: Particulars) -> Draft:
    said = _("Your interview for the position of %(position)s has another time.") % {"position": told.position}
    heading, before = _("Your interview has another time"), _was(interview.moved_from, reader, _("Before"))
    return Draft(
        MailKind.RESCHEDULED,
        "rescheduled",
        _("Interview Rescheduled - %(subject)s") % {"subject": told.subject},
        _with_time(interview, reader, told, heading=heading, said=said, before=before),
        method=Method.REQUEST,
        starts_at=interview.scheduled_at,
        not_after=_latest(interview),
    )


def _reminder(
    interview: Interview, before: timedelta, not_after: datetime, reader: Reader, told: Particulars
) -> Draft:
    hours = int(before.total_seconds() // 3600)
    said = _("This is a reminder of your interview for the position of %(position)s.") % {
        "position": told.position
    }
    return Draft(
        MailKind.REMINDER,
        f"reminder-{hours}h",
        _("Interview Reminder - %(subject)s") % {"subject": told.subject},
        _with_time(interview, reader, told, heading=_("Your interview is near"), said=said),
        not_before=_start(interview) - before,
        not_after=not_after,
    )


def _released(interview: Interview, reason: str, reader: Reader, told: Particulars) -> Draft:
    said = _("The time of your interview for the position of %(position)s has been given back.")
    choose = _("It has no time now. By the link you can choose another one, or wait until you are given one.")
    words = _without_time(told, reader, _("Your interview has no time now"), said, _reasons(reason, choose))
    return Draft(
        MailKind.CANCELLED,
        "released",
        _("Interview Time Released - %(subject)s") % {"subject": told.subject},
        words(details=_was(interview.moved_from, reader, _("Date & Time (not any more)")), with_link=True),
        method=Method.CANCEL,
        starts_at=interview.moved_from,
    )


def _cancelled(interview: Interview, reason: str, reader: Reader, told: Particulars) -> Draft:
    said = _("Your interview for the position of %(position)s has been cancelled.")
    words = _without_time(told, reader, _("Your interview is cancelled"), said, _reasons(reason))
    was = interview.scheduled_at or interview.moved_from
    return Draft(
        MailKind.CANCELLED,
        "cancelled",
        _("Interview Cancelled - %(subject)s") % {"subject": told.subject},
        words(details=_was(was, reader, _("Date & Time (not any more)")), with_link=False),
        link_path="",
        method=Method.CANCEL,
        starts_at=was,
    )


def _to_choose(reader: Reader, told: Particulars) -> Draft:
    said = _("You are invited to an interview for the position of %(position)s.")
    choose = _(
        "Choose the time that suits you by the link below. You get an e-mail with the time you have chosen."
    )
    words = _without_time(told, reader, _("Choose your interview's time"), said, (choose,))
    return Draft(
        MailKind.CHOOSE_TIME,
        "choose-time",
        _("Choose Your Interview Time - %(subject)s") % {"subject": told.subject},
        words(details=((_("Duration"), told.duration),), with_link=True, action=_("Choose a time")),
    )


def _with_time(
    interview: Interview, reader: Reader, told: Particulars, *, heading: str, said: str, before: Rows = ()
) -> Words:
    """The letters that bring candidate and link together at a time."""
    when = ((_("Date & Time"), shown_time(_start(interview), reader.zone)), *before)
    return Words(
        heading=heading,
        name=reader.name,
        opening=(said,),
        details_title=_("Interview Details:"),
        details=(*when, (_("Duration"), told.duration), (_("Position"), told.position), *_company(told)),
        link_label=_("Interview Link"),
        action=_("Open the interview"),
        after=(
            _("Please click the link to start your interview at the scheduled time."),
            _("The link is for you alone: whoever has it can take the interview in your place."),
        ),
        list_title=_("What to prepare:"),
        items=(
            _("A quiet place, a stable internet connection and a computer with an up-to-date browser."),
            _("Open the link some minutes early: you can check your device while you wait."),
            _("An AI asks the questions and evaluates the answers. Before it begins you are told what is recorded "
              "and asked for your consent; you can ask for a person instead."),
        ),
        last=_whom_to_ask(told),
        closing=closing_of(told),
    )  # fmt: skip


def _without_time(
    told: Particulars, reader: Reader, heading: str, said: str, more: tuple[str, ...]
) -> Callable[..., Words]:
    """The rest of the words is told by the kind of letter."""

    def words(*, details: Rows, with_link: bool, action: str = "") -> Words:
        return Words(
            heading=heading,
            name=reader.name,
            opening=(said % {"position": told.position}, *more),
            details_title=_("Interview Details:"),
            details=(*details, (_("Position"), told.position), *_company(told)),
            link_label=_("Interview Link") if with_link else "",
            action=action or _("Open the interview"),
            last=_whom_to_ask(told),
            closing=closing_of(told),
        )

    return words


def _company(told: Particulars) -> Rows:
    return ((_("Company"), told.company),) if told.company else ()


def _was(moment: datetime | None, reader: Reader, label: str) -> Rows:
    """The time that it had, if it had one."""
    return ((label, shown_time(moment, reader.zone)),) if moment else ()


def _reasons(reason: str, *more: str) -> tuple[str, ...]:
    given = paragraph(reason)
    return ((_("Reason: %(reason)s") % {"reason": given}, *more)) if given else more


def _whom_to_ask(told: Particulars) -> tuple[str, ...]:
    if not told.contact:
        return ()
    return (_("Questions, or a time that does not suit you? Write to %(contact)s.") % {"contact": told.contact},)


def _start(interview: Interview) -> datetime:
    if interview.scheduled_at is None:
        raise ValueError("an interview without a time")
    return interview.scheduled_at


def _latest(interview: Interview) -> datetime:
    """Until when it can still be begun by the link."""
    return _start(interview) + timedelta(minutes=settings.INTERVIEW_GRACE_MINUTES)
