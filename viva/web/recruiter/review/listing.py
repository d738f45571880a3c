"""All interviews of one's companies, narrowed by job and state."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from viva.accounts.actors import UserActor, actor_of
from viva.accounts.models import Membership
from viva.interviews.enums import Status
from viva.interviews.models import Interview
from viva.interviews.reviewed import decided, reviewed_by, reviewed_jobs, to_review, with_review

PER_PAGE = 25
MOST_JOBS = 200
LONGEST_SEARCH = 200
REVIEWS = [("open", _lazy("To review")), ("decided", _lazy("Decided"))]


@require_safe
@never_cache
@login_required
def interviews(request: HttpRequest) -> HttpResponse:
    actor = member(request)
    every = reviewed_by(actor)
    shown = with_review(narrowed(every, request)).select_related("company", "job")
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "page": page,
        "any_interviews": bool(page.paginator.count) or every.exists(),
        "jobs": reviewed_jobs(actor)[:MOST_JOBS],
        "status_choices": Status.choices,
        "review_choices": REVIEWS,
        "searched": _searched(request),
        "chosen": {name: request.GET.get(name, "") for name in ("job", "status", "review")},
    }
    return render(request, "recruiter/review/list.html", context)


def member(request: HttpRequest) -> UserActor:
    """The signed-in person, who belongs to a company: 404 for everybody else."""
    actor = actor_of(request)
    if not Membership.objects.filter(user_id=actor.user_id).exists():
        raise Http404
    return actor


def narrowed(interviews: QuerySet[Interview], request: HttpRequest) -> QuerySet[Interview]:
    """Only values that mean something narrow the list; anything else in the address is passed over."""
    if (job := request.GET.get("job", "")).isdecimal() and len(job) < 10:
        interviews = interviews.filter(job_id=int(job))
    if (status := request.GET.get("status", "")) in Status.values:
        interviews = interviews.filter(status=status)
    if words := _searched(request):
        named = Q(candidate_name__icontains=words) | Q(candidate_email__icontains=words)
        interviews = interviews.filter(named | Q(title__icontains=words))
    review = request.GET.get("review", "")
    if review == "open":
        return to_review(interviews).order_by("completed_at", "pk")
    return decided(interviews) if review == "decided" else interviews


def _searched(request: HttpRequest) -> str:
    """Without NUL, which PostgreSQL does not take."""
    return request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
