"""A candidate's dashboard: the interviews that companies sent, and the applications."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from viva.accounts.actors import actor_of, user_of
from viva.core.errors import StateForbids
from viva.interviews.enums import Status
from viva.interviews.models import Interview
from viva.interviews.sitting import sat_by
from viva.jobs.models import OPEN_STAGES, Application
from viva.jobs.selectors import applications_for
from viva.jobs.services import withdraw
from viva.live.services.admission import standing_of
from viva.web.meeting.standing import Shown, position_of, shown
from viva.web.meeting.zones import zone_of

PER_PAGE = 20
MOST_APPLICATIONS = 100
# What is under way stands first, then what lies ahead, soonest first, then what is over.
_ORDER = Case(
    When(status=Status.IN_PROGRESS, then=Value(0)),
    When(status=Status.SCHEDULED, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True)
class Card:
    """One interview as its candidate sees it. `link` is the whole address, of VIVA_BASE_URL and no other host."""

    interview: Interview
    position: str
    starts: Shown | None
    state: str
    path: str
    link: str
    is_released: bool


@require_safe
@never_cache
@login_required
def dashboard(request: HttpRequest) -> HttpResponse:
    actor, zone = actor_of(request), zone_of(request)
    page = Paginator(_interviews(sat_by(actor)), PER_PAGE).get_page(request.GET.get("page"))
    mine = applications_for(actor).filter(candidate_id=actor.user_id).select_related("job__company")
    context: dict[str, Any] = {
        "page": page,
        "cards": [_card(interview, zone) for interview in page.object_list],
        "applications": [_application(each) for each in mine[:MOST_APPLICATIONS]],
        "unverified": bool(actor.user.email) and not actor.user.has_verified_email,
    }
    return render(request, "jobseeker_dashboard.html", context)


def _interviews(mine: QuerySet[Interview]) -> QuerySet[Interview]:
    return mine.select_related("company", "job", "session").order_by(_ORDER, "scheduled_at", "-pk")


def _card(interview: Interview, zone: str) -> Card:
    path = reverse("meeting:ready", args=[interview.uuid])
    return Card(
        interview=interview,
        position=position_of(interview),
        starts=shown(interview.scheduled_at, zone),
        state=standing_of(interview, getattr(interview, "session", None)).state.value,
        path=path,
        link=f"{settings.VIVA_BASE_URL}{path}",
        is_released=interview.status == Status.COMPLETED and interview.released_at is not None,
    )


def _application(application: Application) -> dict[str, Any]:
    return {"row": application, "may_withdraw": application.stage in OPEN_STAGES}


@require_POST
@login_required
def withdraw_application(request: HttpRequest, application_id: int) -> HttpResponse:
    """The candidate's own: a company's people have other words for an end."""
    mine = applications_for(actor_of(request)).filter(candidate_id=user_of(request).pk)
    application = mine.filter(pk=application_id).first()
    if application is None:
        raise Http404
    try:
        withdraw(application)
    except StateForbids as error:
        messages.warning(request, error.detail)
    else:
        messages.success(request, _("Your application is withdrawn."))
    return redirect("candidate:jobseeker_dashboard")
