"""What is told when an interview is given to another address: to who had it, that it is not theirs any more."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.utils.translation import gettext as _

from viva.core.time import now
from viva.interviews.models import Interview
from viva.notifications.letter_page import Words
from viva.notifications.models import Mail, MailKind
from viva.scheduling.calendar import Method
from viva.scheduling.letters.particulars import Particulars, Reader, closing_of
from viva.scheduling.letters.posting import Draft, post
from viva.scheduling.letters.times import tell_choose_time, tell_scheduled


def tell_readdressed(interview: Interview, reader: Reader, *, by: int | None) -> Mail:
    """To `reader`, who had it until now. Whose it is instead is not their affair."""
    return post(interview, reader, partial(_readdressed, interview), by=by)


def tell_again(interview: Interview, *, by: int | None) -> Mail | None:
    """What its candidate has to know, to one who has heard nothing of it. None for a time that was missed."""
    if interview.scheduled_at is None:
        return tell_choose_time(interview, by=by)
    latest = interview.scheduled_at + timedelta(minutes=settings.INTERVIEW_GRACE_MINUTES)
    return tell_scheduled(interview, by=by) if latest >= now() else None


def _readdressed(interview: Interview, reader: Reader, told: Particulars) -> Draft:
    said = _("The interview for the position of %(position)s is not addressed to you any more.")
    was = interview.scheduled_at or interview.moved_from
    return Draft(
        MailKind.READDRESSED,
        "readdressed",
        _("Interview Withdrawn - %(subject)s") % {"subject": told.subject},
        Words(
            heading=_("This interview is not yours any more"),
            name=reader.name,
            opening=(
                said % {"position": told.position},
                _("The link you had opens nothing any more; you need not do anything."),
            ),
            last=(_("Was it meant for you? Write to %(contact)s.") % {"contact": told.contact},)
            if told.contact
            else (),
            closing=closing_of(told),
        ),
        link_path="",
        method=Method.CANCEL if was else None,
        starts_at=was,
    )
