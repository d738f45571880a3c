"""The questions for a profile, and why each: for the person who decides whether to ask them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from viva.ai.bank.select import select_questions
from viva.ai.profile.reading import Profile
from viva.ai.types import Kind, Question


@dataclass(frozen=True, slots=True)
class Planned:
    """`skills` are labels of the profile that the question is about; none where it suits role and level alone."""

    question: Question
    skills: tuple[str, ...]


def plan_interview(
    profile: Profile,
    bank: Iterable[Question],
    *,
    kind: Kind = Kind.TECHNICAL,
    minutes: int = 30,
    asked_before: Sequence[str] = (),
    seed: int | str = 0,
) -> tuple[Planned, ...]:
    """In the order in which to ask. Fewer than fit into `minutes` only where the bank holds fewer."""
    chosen = select_questions(
        bank,
        role=profile.role,
        skills=profile.bank_skills,
        kind=kind,
        difficulty=profile.level.difficulty,
        minutes=minutes,
        asked_before=asked_before,
        seed=seed,
    )
    return tuple(Planned(question, _about(question, profile)) for question in chosen)


def _about(question: Question, profile: Profile) -> tuple[str, ...]:
    return tuple(skill.label for skill in profile.skills if set(skill.bank) & set(question.skills))[:3]
