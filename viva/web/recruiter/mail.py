"""*Mail*: what was sent to candidates, what could not be and why, and sending it again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from viva.accounts.actors import actor_of
from viva.accounts.selectors import companies_written_by
from viva.core.errors import StateForbids
from viva.notifications.mailing import LINK_PLACE
from viva.notifications.models import Mail, MailKind, MailStatus
from viva.notifications.selectors import get_mail_for, mails_for
from viva.notifications.services import send_again, wait_for_mail
from viva.notifications.services.resending import may_send_again
from viva.notifications.wording import mail_state
from viva.web.outbox.views import is_shown_to

PER_PAGE = 25
_FILTERS = {"status": ("status", MailStatus), "kind": ("kind", MailKind)}
_LEFT_OUT = ("text", "html", "calendar")


@require_safe
@never_cache
@login_required
def mail_list(request: HttpRequest) -> HttpResponse:
    """For who may write for a company; 404 for others."""
    actor = actor_of(request)
    if not companies_written_by(actor).exists():
        raise Http404
    mails = _of_interview(mails_for(actor), request.GET.get("interview", ""))
    page = Paginator(_filtered(mails, request).defer(*_LEFT_OUT), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "any_mail": bool(page.paginator.count) or mails_for(actor).exists(),
        "status_choices": MailStatus.choices,
        "kind_choices": MailKind.choices,
        "outbox_shown": is_shown_to(request),
    }
    return render(request, "recruiter/mail/list.html", context)


@require_safe
@never_cache
@login_required
def mail_detail(request: HttpRequest, mail_id: int) -> HttpResponse:
    mail = _found(request, mail_id)
    context: dict[str, Any] = {
        "mail": mail,
        "state": mail_state(mail),
        "attempts": mail.log.all(),
        "text": mail.text.replace(LINK_PLACE, _("[the secret link, filled in when it is sent]")),
        "may_send_again": may_send_again(mail),
    }
    return render(request, "recruiter/mail/detail.html", context)


@require_POST
@login_required
def mail_again(request: HttpRequest, mail_id: int) -> HttpResponse:
    mail = _found(request, mail_id)
    try:
        sent = wait_for_mail(send_again(mail, by=actor_of(request).user))
    except StateForbids as error:
        messages.error(request, error.detail)
        return redirect("recruiter_mail:detail", mail_id)
    state = mail_state(sent)
    level = messages.ERROR if sent.status in (MailStatus.FAILED, MailStatus.RETRYING) else messages.SUCCESS
    messages.add_message(request, level, state.detail)
    return redirect("recruiter_mail:detail", sent.pk)


def _found(request: HttpRequest, mail_id: int) -> Mail:
    try:
        return get_mail_for(actor_of(request), mail_id)
    except Mail.DoesNotExist:
        raise Http404 from None


def _filtered(mails: QuerySet[Mail], request: HttpRequest) -> QuerySet[Mail]:
    """Only the values that exist narrow the list; anything else in the URL is passed over."""
    for parameter, (field, choices) in _FILTERS.items():
        value = request.GET.get(parameter, "")
        if value in choices.values:
            mails = mails.filter(**{field: value})
    return mails


def _of_interview(mails: QuerySet[Mail], value: str) -> QuerySet[Mail]:
    return (
        mails.filter(interview_id=int(value)) if value.isascii() and value.isdigit() and len(value) < 19 else mails
    )
