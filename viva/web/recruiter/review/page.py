"""The review page: the scorecard where there is one, else where the interview stands."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from viva.insights.scorecard import scorecard_of
from viva.insights.trail import trail_of
from viva.interviews.enums import Status
from viva.interviews.models import Consent
from viva.interviews.reviewed import neighbours
from viva.web.recruiter.review.forms import CommentForm, DecisionForm
from viva.web.recruiter.review.found import Reviewing, reviewing
from viva.web.recruiter.review.hearing import recording_shown, support_shown
from viva.web.recruiter.review.shown import Bound, opening, review_shown
from viva.web.recruiter.review.standing import standing_of


@require_safe
@never_cache
@login_required
def detail(request: HttpRequest, interview_id: int) -> HttpResponse:
    return show(request, reviewing(request, interview_id))


def show(request: HttpRequest, given: Reviewing, *, bound: Bound | None = None) -> HttpResponse:
    """`bound`: the form that was refused, to be shown again with what is wrong."""
    interview = given.interview
    bound = bound or Bound()
    earlier, later = neighbours(given.actor, interview)
    context: dict[str, Any] = {
        "interview": interview,
        "earlier": earlier,
        "later": later,
        "may_manage": given.may_manage,
        "consent": Consent.objects.filter(interview=interview).first(),
        "requests": interview.person_requests.select_related("handled_by").order_by("pk"),
        "comments": interview.comments.select_related("by").order_by("pk"),
        "comment_form": bound.comment or CommentForm(auto_id="comment-%s"),
        "trail": trail_of(interview.pk),
        "recording": recording_shown(given.actor, interview),
        "is_held": interview.status == Status.COMPLETED and hasattr(interview, "session"),
    }
    context |= support_shown(interview)
    if context["is_held"]:
        context |= _held(given, bound)
    else:
        context |= standing_of(interview, with_link=given.may_manage)
    return render(request, "recruiter/review/detail.html", context)


def _held(given: Reviewing, bound: Bound) -> dict[str, Any]:
    interview = given.interview
    card = scorecard_of(interview)
    decisions = list(interview.decisions.select_related("by").order_by("-pk"))
    return review_shown(interview, card, bound) | {
        "decisions": decisions,
        "decision_form": bound.decision or DecisionForm(auto_id="decision-%s"),
        "decision_open": bool(bound.decision) or not decisions,
        "opening": opening(interview),
    }
