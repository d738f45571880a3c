"""Inviting a candidate: the questions from the engine, then everything else in one transaction."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from viva.accounts.models import User
from viva.ai.engines.base import EngineError
from viva.ai.types import Question
from viva.core.errors import VivaError
from viva.core.realtime.loop import call_on_loop
from viva.interviews.own_questions import own_bank
from viva.interviews.selectors import NOTHING
from viva.interviews.services.creation import Setting
from viva.live.planning import plan_wanted
from viva.live.services.creating import Wanted
from viva.live.services.inviting import Invited, Invitee, Occasion, When, create_invited


class NoQuestions(VivaError):
    code = "no_questions"
    message = _("The questions could not be chosen just now. Nothing was made; try again in a moment.")


def invite_candidate(
    user: User, *, occasion: Occasion, invitee: Invitee, when: When, uuid: UUID, extra_minutes: int = 0
) -> Invited:
    """The interview of the id `uuid`, its time and its mail. Raises NoQuestions, and as `create_invited` does."""
    return create_invited(
        user,
        occasion=occasion,
        invitee=invitee,
        when=when,
        questions=occasion.asked.questions or _generated(occasion),
        extra_minutes=extra_minutes,
        uuid=uuid,
    )


def _generated(occasion: Occasion) -> tuple[Question, ...]:
    asked = occasion.asked
    wanted = Wanted(
        title=occasion.title,
        description="",
        interview_type=asked.interview_type,
        difficulty=asked.difficulty,
        job_role=occasion.job_role,
        skills=occasion.skills,
        minutes=occasion.minutes,
        language="python",
        total=asked.total,
        own=own_bank(occasion.company),
        setting=Setting(
            company=occasion.company,
            job=occasion.job,
            job_description=occasion.description or (occasion.job.description if occasion.job else ""),
        ),
    )
    try:
        return call_on_loop(lambda: plan_wanted(wanted, asked=NOTHING), timeout=settings.VIVA_ENGINE_SECONDS * 2)
    except (EngineError, TimeoutError):
        raise NoQuestions from None
