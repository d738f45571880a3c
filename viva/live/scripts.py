"""The script of an interview: its questions as the conductor and the engines know them.

A question changes only by being exchanged before it is asked, which the session's conductor remembers: so a
script is read once per process and kept until one is exchanged, without the tests of its problems, which are
large and needed only where code is judged (`problem_of`).
"""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock
from typing import Any, TypeVar

from django.db.models import F

from viva.accounts.names import first_name
from viva.ai.codec import from_json
from viva.ai.engines.base import Mode
from viva.ai.types import Problem, Question
from viva.interviews.models import Interview, InterviewQuestion
from viva.interviews.services.problem_tests import to_rows, with_tests, without_tests
from viva.live.conductor.script import Script, as_asked
from viva.live.models import InterviewSession

T = TypeVar("T")

MOST_KEPT = 500
LONGEST_EXAMPLE = 1_000


@dataclass(frozen=True, slots=True)
class Plan:
    """`questions` and `ids` (of the rows) run in parallel with `script.questions`.

    `examples`: of a coding question the first sample's arguments, as JSON, one a line.
    """

    script: Script
    questions: tuple[Question, ...]
    ids: tuple[int, ...]
    titles: tuple[str, ...]
    examples: tuple[str, ...]
    language: str
    kind: str
    difficulty: str
    exchanged: tuple[int, ...] = ()

    def index_of(self, question_id: int) -> int:
        return self.ids.index(question_id)

    def exchange(self, index: int, question: Question) -> Plan:
        """With the question in the place of the one planned; the row stays the same one."""
        lean = without_tests(question)
        asked = as_asked(self.ids[index], lean, fixed=False)
        samples = to_rows(question.problem.samples) if question.problem else None
        return replace(
            self,
            script=replace(self.script, questions=_put(self.script.questions, index, asked)),
            questions=_put(self.questions, index, lean),
            titles=_put(self.titles, index, asked.title),
            examples=_put(self.examples, index, _example(samples)),
            exchanged=(*self.exchanged, index),
        )


def _put(old: tuple[T, ...], index: int, new: T) -> tuple[T, ...]:
    return (*old[:index], new, *old[index + 1 :])


_kept: OrderedDict[int, Plan] = OrderedDict()
_lock = Lock()


def plan_of(session: InterviewSession) -> Plan:
    """The plan of the session's interview, as far as the session has come; one query the first time, and again
    once a question was exchanged, be it by another process; else none."""
    interview, exchanged = session.interview, tuple(session.conductor.get("exchanged", ()))
    with _lock:
        plan = _kept.get(interview.pk)
        if plan and plan.exchanged == exchanged:
            _kept.move_to_end(interview.pk)
            return plan
    plan = replace(_read(interview), exchanged=exchanged)
    with _lock:
        _kept[interview.pk] = plan
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return plan


def forget_plan(interview_id: int) -> None:
    """After a change to an interview that has not begun."""
    with _lock:
        _kept.pop(interview_id, None)


def forget_plans() -> None:
    """For tests: their interviews take the ids of those rolled back."""
    with _lock:
        _kept.clear()


def _read(interview: Interview) -> Plan:
    rows = list(interview.questions.order_by("order").annotate(samples=F("tests__samples")))
    questions = tuple(_question(json.dumps(row.spec, sort_keys=True)) for row in rows)
    asked = tuple(
        as_asked(row.pk, question, fixed=not row.is_ai_generated)
        for row, question in zip(rows, questions, strict=True)
    )
    script = Script(
        mode=Mode(interview.mode),
        role=interview.job_role,
        minutes=interview.minutes_given,
        questions=asked,
        name=_greeted(interview),
        patience=interview.patience,
        adaptive=interview.adaptive,
    )
    return Plan(
        script=script,
        questions=questions,
        ids=tuple(row.pk for row in rows),
        titles=tuple(row.title for row in rows),
        examples=tuple(_example(row.samples) for row in rows),
        language=interview.coding_language,
        kind=interview.interview_type,
        difficulty=interview.difficulty,
    )


def _example(samples: list[Any] | None) -> str:
    """ "" where there is none, or none that a person would want to change by hand."""
    lines = [json.dumps(value, ensure_ascii=False) for value in samples[0][0]] if samples else []
    example = "\n".join(lines)
    return example if len(example) <= LONGEST_EXAMPLE else ""


def _greeted(interview: Interview) -> str:
    """Who sits it: of a company's interview the candidate, not whoever made it."""
    if interview.company_id is None:
        return interview.user.get_short_name()
    if interview.candidate_name or interview.candidate is None:
        return first_name(interview.candidate_name)
    return interview.candidate.get_short_name()


@lru_cache(maxsize=MOST_KEPT)
def _question(spec: str) -> Question:
    """Rooms that ask the same question share it."""
    return from_json(Question, json.loads(spec))


def problem_of(question: InterviewQuestion) -> Problem | None:
    """The question's problem with its tests, which a plan goes without; read the row with `tests` joined."""
    problem = from_json(Question, question.spec).problem
    return with_tests(problem, question.tests) if problem and question.tests else problem
