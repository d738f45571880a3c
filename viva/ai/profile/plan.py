"""The questions for a profile, and why each: for the person who decides whether to ask them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from viva.ai.bank.select import select_questions
from viva.ai.bank.skills import skill_label
from viva.ai.profile.reading import Profile
from viva.ai.types import Kind, Question


@dataclass(frozen=True, slots=True)
class Planned:
    """`skills` are labels of the profile that the question is for; none where it suits role and level alone.

    `topics` is what it is about, where that goes by other names: API design, for Flask.
    """

    question: Question
    skills: tuple[str, ...]
    topics: tuple[str, ...]


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
    return tuple(_planned(question, profile) for question in chosen)


def _planned(question: Question, profile: Profile) -> Planned:
    meant = [skill for skill in profile.skills if set(skill.bank) & set(question.skills)][:3]
    shared = {slug for skill in meant for slug in skill.bank}
    topics = [skill_label(slug) for slug in question.skills if slug in shared]
    labels = tuple(skill.label for skill in meant)
    return Planned(question, labels, () if set(topics) & set(labels) else tuple(topics))
