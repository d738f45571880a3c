"""The profile page and the insights over all interviews."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from viva.accounts.actors import actor_of
from viva.insights.figures import whole
from viva.insights.progress import (
    WEAK_BELOW,
    Figures,
    SkillLevel,
    figures_of,
    progress_points,
    recent_interviews,
    skill_levels,
)
from viva.interviews.models import Interview
from viva.web.candidate.resume import unfinished_of

RECENT = 5
SKILLS_ON_PROFILE = 6


@require_safe
@never_cache
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    interviews = recent_interviews(actor)
    context = {
        "ready_for_next": bool(interviews),
        "unfinished": unfinished_of(actor),
        "progress_points": progress_points(interviews),
        "skills": [skill_shown(level) for level in skill_levels(actor)[:SKILLS_ON_PROFILE]],
        "recent_interviews": interviews[:RECENT],
    }
    return render(request, "accounts/profile.html", context)


@require_safe
@never_cache
@login_required
def insights(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    interviews = recent_interviews(actor)
    levels = skill_levels(actor)
    figures = figures_of(actor)
    context = {
        "has_data": bool(interviews),
        "stats": _stats(figures),
        "progress_points": progress_points(interviews),
        "competencies": _competencies(figures),
        "gaps": [skill_shown(level) for level in levels if level.score < WEAK_BELOW],
        "recommendations": _recommendations(interviews, levels),
    }
    return render(request, "insights/insights.html", context)


def skill_shown(level: SkillLevel) -> dict[str, Any]:
    note = ngettext("%(count)d answer", "%(count)d answers", level.answers) % {"count": level.answers}
    return {
        "name": level.name,
        "slug": level.slug,
        "score": level.score,
        "note": note,
        "missing": list(level.missing),
    }


def _stats(figures: Figures) -> list[dict[str, Any]]:
    return [
        {"label": _("Interviews"), "value": figures.interviews, "note": ""},
        {"label": _("Average score"), "value": _score(figures.average), "note": ""},
        {"label": _("Best score"), "value": _score(figures.best), "note": ""},
        {"label": _("Time practised"), "value": _time(figures.practised), "note": ""},
    ]


def _time(practised: timedelta) -> str:
    hours, minutes = divmod(whole(practised.total_seconds() / 60), 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": minutes}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}


def _score(value: float | None) -> str:
    return _("Not assessed") if value is None else f"{whole(value)}/100"


def _competencies(figures: Figures) -> list[dict[str, Any]]:
    return [
        {"label": _("Communication"), "score": figures.communication, "note": ""},
        {"label": _("Problem solving"), "score": figures.problem_solving, "note": ""},
        {"label": _("Code quality"), "score": figures.code_quality, "note": ""},
    ]


def _recommendations(interviews: list[Interview], levels: list[SkillLevel]) -> list[dict[str, str]]:
    """What the latest interviews advised, and the weakest skills."""
    advice = [text for each in interviews[:3] for text in each.recommendations]
    found = [{"text": text, "slug": ""} for text in dict.fromkeys(advice)][:5]
    for level in levels[:3]:
        if level.score < WEAK_BELOW:
            found.append({"text": _("Practise %(skill)s") % {"skill": level.name}, "slug": level.slug})
    return found
