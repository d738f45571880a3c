"""The forms of the review page. Each changes one thing and leads back to where it was changed."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from viva.core.errors import StateForbids
from viva.interviews.models import InterviewResponse, PersonRequest, Verdict
from viva.interviews.services.judging import add_comment, answer_person_request, decide
from viva.interviews.services.overrides import override_score
from viva.interviews.services.releasing import release_result
from viva.web.recruiter.review.forms import CommentForm, DecisionForm, OverrideForm
from viva.web.recruiter.review.found import Reviewing, reviewing
from viva.web.recruiter.review.page import show
from viva.web.recruiter.review.shown import Bound


def _back(given: Reviewing, place: str) -> HttpResponse:
    """303, so that the page is fetched by GET whatever sent the form."""
    page = reverse("review:detail", args=[given.interview.pk])
    return HttpResponseRedirect(f"{page}#{place}", status=303)


@require_POST
@never_cache
@login_required
def override(request: HttpRequest, interview_id: int, response_id: int) -> HttpResponse:
    given = reviewing(request, interview_id)
    response = InterviewResponse.objects.filter(interview=given.interview, pk=response_id)
    found = response.select_related("question").first()
    if found is None:
        raise Http404
    form = OverrideForm.of(response_id, request.POST)
    if not form.is_valid():
        return show(request, given, bound=Bound(response_id=response_id, override=form))
    words = form.cleaned_data
    try:
        override_score(response_id, by=given.actor.user, score=words["score"], reason=words["reason"])
    except StateForbids as error:
        messages.error(request, error.detail)
    else:
        messages.success(request, _("Your score is kept beside the machine's."))
    return _back(given, f"answer-{found.question.order}")


@require_POST
@never_cache
@login_required
def comment(request: HttpRequest, interview_id: int) -> HttpResponse:
    given = reviewing(request, interview_id)
    form = CommentForm(request.POST, auto_id="comment-%s")
    if not form.is_valid():
        return show(request, given, bound=Bound(comment=form))
    add_comment(given.interview, by=given.actor.user, text=form.cleaned_data["text"])
    return _back(given, "comments")


@require_POST
@never_cache
@login_required
def decision(request: HttpRequest, interview_id: int) -> HttpResponse:
    given = reviewing(request, interview_id)
    form = DecisionForm(request.POST, auto_id="decision-%s")
    if not form.is_valid():
        return show(request, given, bound=Bound(decision=form))
    verdict, reason = Verdict(form.cleaned_data["verdict"]), form.cleaned_data["reason"]
    try:
        decide(
            given.interview,
            by=given.actor.user,
            verdict=verdict,
            reason=reason,
            moves_stage=given.may_manage,
        )
    except StateForbids as error:
        messages.error(request, error.detail)
    else:
        messages.success(request, _("Decided: %(verdict)s.") % {"verdict": verdict.label})
    return _back(given, "decision")


@require_POST
@never_cache
@login_required
def release(request: HttpRequest, interview_id: int) -> HttpResponse:
    """By owners and recruiters: PermissionDenied for a reviewer."""
    given = reviewing(request, interview_id)
    if not given.may_manage:
        raise PermissionDenied(_("Owners and recruiters release results."))
    try:
        if release_result(given.interview, by=given.actor.user):
            messages.success(request, _("The candidate can see the result now."))
    except StateForbids as error:
        messages.error(request, error.detail)
    return _back(given, "release")


@require_POST
@never_cache
@login_required
def request_answered(request: HttpRequest, interview_id: int, request_id: int) -> HttpResponse:
    given = reviewing(request, interview_id)
    asked = PersonRequest.objects.select_related("interview").filter(interview=given.interview, pk=request_id)
    if (found := asked.first()) is None:
        raise Http404
    if answer_person_request(found, by=given.actor.user):
        messages.success(request, _("Marked as answered."))
    return _back(given, "requests")
