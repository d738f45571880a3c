"""Another question in the place of a planned one: harder or easier, otherwise like it. Pure, as `select` is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from hashlib import sha256

from viva.ai.bank.roles import RELATED, ROLES, match_role
from viva.ai.types import Difficulty, Question


def exchange_for(
    questions: Iterable[Question],
    *,
    planned: Question,
    difficulty: Difficulty,
    minutes: int,
    role: str,
    taken: Collection[str],
    asked_before: Sequence[str] = (),
    seed: int | str = 0,
) -> Question | None:
    """One of `questions` of that difficulty, of the kind of `planned`, with or without code as it is, that shares
    its main skill, else at least one skill, suits the role and takes at most `minutes`; None where there is none.

    `taken` are the ids of the interview's own questions. Those of `asked_before` (oldest first) come last.
    """
    role = role if role in ROLES else match_role(role)
    asked = {question_id: turn for turn, question_id in enumerate(asked_before, start=1)}

    def rank(question: Question) -> tuple[int | str, ...]:
        return (
            question.skills[:1] != planned.skills[:1],
            asked.get(question.id, 0),
            role not in question.roles,
            -len(set(question.skills) & set(planned.skills)),
            sha256(f"{seed}/{planned.id}/{question.id}".encode()).hexdigest(),
        )

    fitting = [
        question
        for question in questions
        if question.difficulty is difficulty
        and question.minutes <= minutes
        and question.id not in taken
        and _alike(question, planned)
        and _suits(question, role)
    ]
    return min(fitting, key=rank, default=None)


def _alike(question: Question, planned: Question) -> bool:
    same_form = question.kind is planned.kind and (question.problem is None) == (planned.problem is None)
    return same_form and not set(question.skills).isdisjoint(planned.skills)


def _suits(question: Question, role: str) -> bool:
    """Of every role, of this one, or of a related one."""
    return not question.roles or role in question.roles or not set(RELATED[role]).isdisjoint(question.roles)
