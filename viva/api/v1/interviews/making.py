"""From a request to an interview: who it is for, and its questions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError

from viva.accounts.actors import UserActor
from viva.accounts.models import Company, MemberRole, Role, User
from viva.ai.engines.base import EngineError
from viva.api.v1.interviews.inputs import given_question, refuse_extra, refuse_passed
from viva.core.realtime.loop import call_on_loop
from viva.interviews.models import Interview
from viva.interviews.own_questions import own_bank
from viva.interviews.selectors import NOTHING, asked_before
from viva.interviews.services.creation import Setting
from viva.interviews.services.question_sets import question_set_of
from viva.jobs.models import Job
from viva.live.planning import plan_wanted
from viva.live.services.creating import Wanted, create_wanted

_FOR_HIRING = ("candidate_id", "candidate_email", "candidate_name", "job_id")
_WRITERS = (MemberRole.OWNER, MemberRole.RECRUITER)


class NoQuestions(APIException):
    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_detail = "The questions could not be generated just now. Nothing was created; try again in a moment."


def make_interview(actor: UserActor, data: dict[str, Any]) -> Interview:
    """Generate its questions where none are given and an engine is wanted; create it."""
    wanted = _wanted(actor, data)
    generated = ()
    if wanted.setting.use_ai and not wanted.given:
        generated = _generate(actor, wanted)
    return create_wanted(actor.user, wanted=wanted, generated=generated)


def _generate(actor: UserActor, wanted: Wanted) -> Any:
    asked = NOTHING if wanted.setting.company else asked_before(actor.user)
    wanted = replace(wanted, own=own_bank(wanted.setting.company))
    try:
        return call_on_loop(lambda: plan_wanted(wanted, asked=asked), timeout=settings.VIVA_ENGINE_SECONDS * 2)
    except (EngineError, TimeoutError):
        raise NoQuestions from None


def _wanted(actor: UserActor, data: dict[str, Any]) -> Wanted:
    setting = _setting(actor, data)
    job = setting.job
    skills = data.get("required_skills", [])
    return Wanted(
        title=job.title if job else data["title"],
        description=data.get("description", ""),
        interview_type=data["interview_type"],
        difficulty=data["difficulty"],
        job_role=(job.title if job else data["job_role"])[:120],
        skills=tuple(job.required_skills if job else skills),
        minutes=data.get("duration_minutes", job.duration_minutes if job else 30),
        language="python",
        total=data["total_questions"],
        given=tuple(given_question(each) for each in data.get("questions", [])),
        setting=setting,
    )


def _setting(actor: UserActor, data: dict[str, Any]) -> Setting:
    plain = Setting(
        company_name=data.get("company_name", ""),
        job_description=data.get("job_description", ""),
        use_ai=data["use_ai"],
        enable_video=data.get("enable_video", False),
        enable_audio=data.get("enable_audio", False),
        scheduled_at=data.get("scheduled_at"),
    )
    asked = [name for name in _FOR_HIRING if data.get(name)]
    if asked:
        return _for_hiring(actor, data, plain, asked=asked)
    refuse_extra(data.get("extra_minutes"))
    return plain


def _for_hiring(actor: UserActor, data: dict[str, Any], plain: Setting, *, asked: list[str]) -> Setting:
    companies = {
        each.pk: each
        for each in Company.objects.filter(memberships__user=actor.user, memberships__role__in=_WRITERS).order_by(
            "pk"
        )
    }
    if not companies:
        raise ValidationError({name: [_("Only a company's recruiters can give this.")] for name in asked})
    refuse_passed(plain.scheduled_at)
    job = _job(companies, data.get("job_id"))
    company = job.company if job else _company(companies, plain.company_name)
    candidate = _candidate(data.get("candidate_id"))
    return replace(
        plain,
        company=company,
        extra_minutes=data.get("extra_minutes", 0),
        company_name=plain.company_name or company.name,
        job=job,
        adaptive=bool(job and question_set_of(job).adaptive),
        job_description=plain.job_description or (job.description if job else ""),
        candidate=candidate,
        candidate_name=data.get("candidate_name") or (candidate.get_full_name() if candidate else ""),
        candidate_email=data.get("candidate_email", ""),
    )


def _job(companies: dict[int, Company], job_id: int | None) -> Job | None:
    if job_id is None:
        return None
    job = Job.objects.select_related("company").filter(pk=job_id, company__in=companies).first()
    if job is None:
        raise ValidationError({"job_id": [_("Your companies have no such job.")]})
    return job


def _company(companies: dict[int, Company], name: str) -> Company:
    """The one with that name, else the one joined first."""
    named = [each for each in companies.values() if each.name.casefold() == name.casefold()]
    return (named or list(companies.values()))[0]


def _candidate(candidate_id: int | None) -> User | None:
    if candidate_id is None:
        return None
    candidate = User.objects.filter(pk=candidate_id, role=Role.CANDIDATE, is_active=True).first()
    if candidate is None:
        raise ValidationError({"candidate_id": [_("There is no such candidate.")]})
    return candidate
