"""The two short transactions around a turn: read what waits for an answer, store the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F, JSONField, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from viva.ai.engines.base import Line
from viva.ai.types import Problem, Question
from viva.core.time import now
from viva.interviews.enums import Outcome
from viva.interviews.models import InterviewQuestion, ProblemTests
from viva.interviews.services import record_response
from viva.interviews.services.creation import question_fields
from viva.interviews.services.problem_tests import with_tests
from viva.live.conductor.events import Record
from viva.live.conductor.script import State
from viva.live.models import ChatMessage, CodeSubmission, InterviewSession
from viva.live.models.session import MessageKind, SessionStatus, Speaker
from viva.live.recent import recent_lines
from viva.live.scripts import Plan, plan_of
from viva.live.selectors import lines_of, said_so_far

TURN_KINDS = (MessageKind.TEXT, MessageKind.HINT_REQUEST, MessageKind.SUBMIT)


@dataclass(frozen=True, slots=True)
class Turn:
    """What a turn starts from. `at` is in seconds since the beginning; `seen` the highest number read; `history`
    what both have said before whatever waits."""

    session: InterviewSession
    seen: int
    at: float
    state: State
    plan: Plan
    waiting: tuple[ChatMessage, ...]
    submissions: dict[int, CodeSubmission] = field(default_factory=dict)
    problems: dict[int, Problem | None] = field(default_factory=dict)
    history: tuple[Line, ...] = ()

    @property
    def session_id(self) -> int:
        return self.session.pk


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A line of the interviewer, to be numbered and stored."""

    kind: str
    text: str
    question_id: int | None
    payload: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JudgedCode:
    """What the sandbox said about submission `number`."""

    number: int
    verdict: str
    passed: int
    total: int
    message: str
    results: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Exchange:
    """`question` takes the place of the one planned at `index`, before that is asked."""

    index: int
    question: Question


@dataclass(frozen=True, slots=True)
class TurnOutcome:
    """`plan` where it is not the turn's any more, since questions were exchanged."""

    state: State
    messages: Sequence[NewMessage]
    records: Sequence[Record] = ()
    judged: Sequence[JudgedCode] = ()
    exchanges: Sequence[Exchange] = ()
    plan: Plan | None = None


class Stale(Exception):
    """The state changed, or more was said, while the turn was worked out: work it out again."""


def load_turn(session_id: int) -> Turn | None:
    """What waits for the interviewer; None where no room of it is running. One query where something waits."""
    waiting = tuple(_waiting(session_id))
    session = waiting[0].session if waiting else _session(session_id)
    if session.status != SessionStatus.IN_PROGRESS or session.begun_at is None or session.over_api:
        return None
    plan = plan_of(session)
    submitted = [message for message in waiting if message.code]  # type: ignore[attr-defined]
    return Turn(
        session=session,
        seen=max([session.handled_number, *(message.number for message in waiting)]),
        at=(now() - session.begun_at).total_seconds(),
        state=State.from_json(session.conductor),
        plan=plan,
        waiting=waiting,
        submissions={message.number: _submission(message) for message in submitted},
        problems={message.number: _problem(message, plan) for message in submitted},
        history=_history(session),
    )


def _history(session: InterviewSession) -> tuple[Line, ...]:
    """From memory; from the database after a restart, or where another process had a turn meanwhile."""
    known = recent_lines.of(session.pk, at=session.handled_number)
    if known is not None:
        return known
    said = said_so_far(session.pk, handled=session.handled_number)
    return recent_lines.put(session.pk, lines_of(said), at=session.handled_number)


def _session(session_id: int) -> InterviewSession:
    return InterviewSession.objects.select_related("interview__user").get(pk=session_id)


def _waiting(session_id: int) -> QuerySet[ChatMessage]:
    """The candidate's messages without an outcome, each with its session and, in `code`, what was submitted."""
    submitted = CodeSubmission.objects.filter(session=OuterRef("session_id"), number=OuterRef("number"))
    as_json = submitted.values(
        json=JSONObject(question_id="question_id", mode="mode", language="language", source="source")
    )
    return (
        ChatMessage.objects.filter(
            session_id=session_id,
            number__gt=F("session__handled_number"),
            speaker=Speaker.CANDIDATE,
            kind__in=TURN_KINDS,
        )
        .select_related("session__interview__user")
        .annotate(
            code=Subquery(as_json),
            samples=Subquery(submitted.values("question__tests__samples"), output_field=JSONField()),
            hidden=Subquery(submitted.values("question__tests__hidden"), output_field=JSONField()),
        )
        .order_by("number")
    )


def _submission(message: ChatMessage) -> CodeSubmission:
    code: dict[str, Any] = message.code  # type: ignore[attr-defined]
    return CodeSubmission(session_id=message.session_id, number=message.number, **code)


def _problem(message: ChatMessage, plan: Plan) -> Problem | None:
    """The problem that was submitted to, with its tests, which a plan goes without."""
    code: dict[str, Any] = message.code  # type: ignore[attr-defined]
    problem = plan.questions[plan.index_of(code["question_id"])].problem
    tests = ProblemTests(samples=message.samples, hidden=message.hidden)  # type: ignore[attr-defined]
    return with_tests(problem, tests) if problem and tests.samples is not None else problem


@transaction.atomic
def apply_turn(turn: Turn, outcome: TurnOutcome, *, insist: bool = False) -> list[ChatMessage]:
    """Store the turn's outcome if the state is still the one that asked; raises Stale otherwise.

    Unless `insist`, words that came in meanwhile make it stale too: they belong to the same answer.
    """
    last_number, handled = turn.session.last_number, turn.session.last_number + len(outcome.messages)
    if not _advance_untouched(turn, outcome):
        last_number, handled = _advance_past_what_came_in(turn, outcome, insist=insist), turn.seen
    for exchange in outcome.exchanges:
        _store_exchange(turn, exchange)
    for judged in outcome.judged:
        store_verdict(turn.session_id, judged)
    for record in _last_of_each(outcome.records):
        _store_record(turn, record)
    stored = ChatMessage.objects.bulk_create(_number(turn.session_id, last_number, outcome.messages))
    said = lines_of((*turn.waiting, *stored))
    recent_lines.add(turn.session_id, said, at=turn.session.handled_number, then=handled)
    return stored


def _store_exchange(turn: Turn, exchange: Exchange) -> None:
    """The row stays, with its id and place; what it was planned as is kept beside."""
    InterviewQuestion.objects.filter(pk=turn.plan.ids[exchange.index]).update(
        planned_bank_id=F("bank_id"), planned_difficulty=F("difficulty"), **question_fields(exchange.question)
    )


def _advance_untouched(turn: Turn, outcome: TurnOutcome) -> bool:
    """The usual case in one statement: nothing was stored since the turn was read."""
    last_number = turn.session.last_number + len(outcome.messages)
    changed = InterviewSession.objects.filter(
        pk=turn.session_id,
        version=turn.session.version,
        status=SessionStatus.IN_PROGRESS,
        last_number=turn.session.last_number,
    ).update(last_number=last_number, handled_number=last_number, **_advanced(turn, outcome))
    return changed == 1


def _advance_past_what_came_in(turn: Turn, outcome: TurnOutcome, *, insist: bool) -> int:
    """The number before the first line's. What was stored meanwhile keeps waiting for a turn of its own."""
    session = InterviewSession.objects.select_for_update().get(pk=turn.session_id)
    if session.version != turn.session.version or session.status != SessionStatus.IN_PROGRESS:
        raise Stale
    if not insist and _more_was_said(session, turn):
        raise Stale
    InterviewSession.objects.filter(pk=session.pk).update(
        last_number=session.last_number + len(outcome.messages),
        handled_number=turn.seen,
        **_advanced(turn, outcome),
    )
    return session.last_number


def _more_was_said(session: InterviewSession, turn: Turn) -> bool:
    if not turn.waiting or turn.waiting[-1].kind != MessageKind.TEXT:
        return False
    return session.messages.filter(number__gt=turn.seen, kind=MessageKind.TEXT, speaker=Speaker.CANDIDATE).exists()


def _advanced(turn: Turn, outcome: TurnOutcome) -> dict[str, Any]:
    index = outcome.state.index
    return {
        "version": F("version") + 1,
        "conductor": outcome.state.to_json(),
        "current_question_id": turn.plan.ids[index] if index >= 0 else None,
    }


def _number(session_id: int, last_number: int, lines: Sequence[NewMessage]) -> list[ChatMessage]:
    at = now()
    return [
        ChatMessage(
            session_id=session_id,
            number=last_number + offset,
            speaker=Speaker.INTERVIEWER,
            kind=line.kind,
            question_id=line.question_id,
            text=line.text,
            payload=line.payload,
            created_at=at,
        )
        for offset, line in enumerate(lines, start=1)
    ]


def _last_of_each(records: Sequence[Record]) -> list[Record]:
    """A turn may record a question twice on its way; the last says it all."""
    return list({record.index: record for record in records}.values())


def _store_record(turn: Turn, record: Record) -> None:
    record_response(
        interview_id=turn.session.interview_id,
        question_id=turn.plan.ids[record.index],
        outcome=Outcome(record.outcome),
        text="\n\n".join(record.answers),
        seconds=record.seconds,
        hints_used=record.hints_used,
        code=record.code,
        evaluation=record.evaluation,
        strictness=turn.session.interview.strictness,
    )


def store_verdict(session_id: int, judged: JudgedCode) -> None:
    CodeSubmission.objects.filter(session_id=session_id, number=judged.number).update(
        verdict=judged.verdict,
        passed=judged.passed,
        total=judged.total,
        message=judged.message,
        results=judged.results,
        judged_at=now(),
    )


@transaction.atomic
def store_run(session_id: int, judged: JudgedCode, message: NewMessage) -> list[ChatMessage]:
    """Store the verdict of a *Run* with its message, once; it leaves the conversation as it is."""
    session = InterviewSession.objects.select_for_update().get(pk=session_id)
    pending = CodeSubmission.objects.filter(session_id=session_id, number=judged.number, verdict="")
    if session.status != SessionStatus.IN_PROGRESS or not pending.exists():
        return []
    store_verdict(session_id, judged)
    InterviewSession.objects.filter(pk=session_id).update(last_number=F("last_number") + 1)
    return ChatMessage.objects.bulk_create(_number(session_id, session.last_number, [message]))
