"""What is told after an interview: to its candidate that it is completed and later released, to the company."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext as _

from viva.accounts.models import MemberRole, Membership, User
from viva.interviews.models import Interview
from viva.notifications.letter_page import Words, one_line
from viva.notifications.models import Mail, MailKind
from viva.notifications.services.outbox import abort_mail
from viva.scheduling.letters.particulars import Particulars, Reader, closing_of, reader_of
from viva.scheduling.letters.posting import PORTAL_PATH, Draft, post, post_to_candidate

REVIEW_PATH = "/dashboard/recruiter/interviews/{id}/"
RESULT_PATH = "/interviews/{id}/"
_BEFORE_IT = [MailKind.SCHEDULED, MailKind.RESCHEDULED, MailKind.REMINDER, MailKind.CHOOSE_TIME]


def tell_completed(interview: Interview) -> Mail | None:
    """To the candidate; what was to be said before it is not sent any more."""
    abort_mail(interview.pk, kinds=_BEFORE_IT, why=_("The interview is completed."))
    return post_to_candidate(interview, _completed, by=interview.user_id)


def tell_result_ready(interview: Interview) -> list[Mail]:
    """To who scheduled it, if they still belong to the company; else to its owners."""
    return [
        post(interview, reader_of(user.email, user.name, user), partial(_ready, interview, user), by=None)
        for user in _reviewers_of(interview)
    ]


def tell_released_result(interview: Interview) -> Mail | None:
    """To the candidate, once the company has released it."""
    return post_to_candidate(interview, partial(_released, interview), by=interview.user_id)


def _reviewers_of(interview: Interview) -> list[User]:
    members = Membership.objects.filter(company=interview.company, user__is_active=True)
    members = members.exclude(user__email="").select_related("user").order_by("pk")
    own = members.filter(user_id=interview.user_id)
    return [member.user for member in own or members.filter(role=MemberRole.OWNER)]


def _completed(reader: Reader, told: Particulars) -> Draft:
    position = {"position": told.position}
    return Draft(
        MailKind.COMPLETED,
        "completed",
        _("Interview Completed - %(subject)s") % {"subject": told.subject},
        Words(
            heading=_("Your interview is completed"),
            name=reader.name,
            opening=(
                _("Thank you. Your interview for the position of %(position)s is completed.") % position,
                _("Your answers are stored. People of the company look at them next and decide; "
                  "you hear from them when they have."),
            ),
            last=_ask(told, _("Questions, or a copy of your data? Write to %(contact)s.")),
            closing=closing_of(told),
        ),
        link_path="",
    )  # fmt: skip


def _ready(interview: Interview, user: User, reader: Reader, told: Particulars) -> Draft:
    who = one_line(interview.candidate_name or (interview.candidate.name if interview.candidate else ""))
    said = {"who": who or _("A candidate"), "position": told.position}
    return Draft(
        MailKind.RESULT_READY,
        f"result-ready-{user.pk}",
        _("Result Ready for Review - %(who)s, %(position)s") % said,
        Words(
            heading=_("A result is ready for review"),
            name=reader.name,
            opening=(_("%(who)s has completed the interview for the position of %(position)s.") % said,),
            link_label=_("Review"),
            action=_("Review the interview"),
            after=(_("The scores are a machine's: you can override each one, and the decision is yours."),),
            closing="Viva",
        ),
        link_path=REVIEW_PATH.format(id=interview.pk),
    )


def _released(interview: Interview, reader: Reader, told: Particulars) -> Draft:
    position = {"position": told.position}
    return Draft(
        MailKind.RELEASED,
        "result-released",
        _("Interview Result - %(subject)s") % {"subject": told.subject},
        Words(
            heading=_("Your result is released"),
            name=reader.name,
            opening=(
                _("The result of your interview for the position of %(position)s can be seen now.") % position,
            ),
            link_label=_("Result"),
            action=_("See the result"),
            last=_ask(told, _("Questions? Write to %(contact)s.")),
            closing=closing_of(told),
        ),
        link_path=RESULT_PATH.format(id=interview.pk) if interview.candidate_id else PORTAL_PATH,
    )


def _ask(told: Particulars, words: str) -> tuple[str, ...]:
    return (words % {"contact": told.contact},) if told.contact else ()
