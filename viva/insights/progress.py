"""How somebody does over time: scores of completed interviews, skills weakest first, what to practise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Avg, Count, DurationField, F, Max, Sum
from django.utils.text import slugify

from viva.accounts.actors import Actor
from viva.ai.bank.skills import canonical, skill_label
from viva.interviews.enums import Outcome
from viva.interviews.models import Interview, InterviewResponse
from viva.interviews.selectors import completed_for

# Enough for a trend, few enough to read: the latest interviews and the latest answers.
MOST_INTERVIEWS = 30
MOST_ANSWERS = 300
WEAK_BELOW = 70.0


@dataclass(frozen=True, slots=True)
class SkillLevel:
    """`score` is the mean of the skill's answers, 0-100; `missing` what the latest of them left out."""

    name: str
    slug: str
    score: float
    answers: int
    missing: tuple[str, ...]


def recent_interviews(actor: Actor, *, most: int = MOST_INTERVIEWS) -> list[Interview]:
    """The latest completed interviews, newest first."""
    return list(completed_for(actor)[:most])


@dataclass(frozen=True, slots=True)
class Figures:
    """Over all completed interviews, however many; scores 0-100, None where nothing was assessed."""

    interviews: int
    average: float | None
    best: float | None
    communication: float | None
    problem_solving: float | None
    code_quality: float | None
    practised: timedelta


def figures_of(actor: Actor) -> Figures:
    found = completed_for(actor).aggregate(
        interviews=Count("pk"),
        average=Avg("overall_score"),
        best=Max("overall_score"),
        communication=Avg("communication_score"),
        problem_solving=Avg("problem_solving_score"),
        code_quality=Avg("code_quality_score"),
        practised=Sum(F("completed_at") - F("started_at"), output_field=DurationField()),
    )
    return Figures(**found | {"practised": found["practised"] or timedelta()})


def progress_points(interviews: Iterable[Interview]) -> list[tuple[str, float | None]]:
    """(day, overall score 0-100 or None) of each, oldest first."""
    return [
        (f"{interview.completed_at:%d %b}" if interview.completed_at else "", interview.overall_score)
        for interview in reversed(list(interviews))
    ]


def skill_levels(actor: Actor) -> list[SkillLevel]:
    """The skills of the latest judged answers, weakest first."""
    answers = (
        InterviewResponse.objects.filter(interview__in=completed_for(actor), score__isnull=False)
        .exclude(outcome__in=[Outcome.LEFT, Outcome.NOT_REACHED, Outcome.WITHHELD])
        .select_related("question")
        .order_by("-submitted_at", "-pk")[:MOST_ANSWERS]
    )
    by_skill: dict[str, list[InterviewResponse]] = defaultdict(list)
    for answer in answers:
        for skill in dict.fromkeys(map(canonical, answer.question.skills)):
            by_skill[skill].append(answer)
    levels = [_level(name, found) for name, found in by_skill.items()]
    return sorted(levels, key=lambda level: (level.score, level.name))


def _level(name: str, answers: list[InterviewResponse]) -> SkillLevel:
    scores = [answer.score for answer in answers if answer.score is not None]
    missing = [gap["text"] for answer in answers[:3] for gap in answer.evidence.get("missing", [])]
    return SkillLevel(
        name=skill_label(name),
        slug=slugify(name),
        score=round(10 * sum(scores) / len(scores), 1),
        answers=len(scores),
        missing=tuple(dict.fromkeys(missing))[:3],
    )
