"""The two short transactions around a turn: read what waits for an answer, store the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F

from viva.core.time import now
from viva.interviews.enums import Outcome
from viva.interviews.services import record_response
from viva.live.conductor.events import Record
from viva.live.conductor.script import State
from viva.live.models import ChatMessage, CodeSubmission, InterviewSession
from viva.live.models.session import MessageKind, SessionStatus, Speaker
from viva.live.scripts import Plan, plan_of

TURN_KINDS = (MessageKind.TEXT, MessageKind.HINT_REQUEST, MessageKind.SUBMIT)


@dataclass(frozen=True, slots=True)
class Turn:
    """What a turn starts from. `at` is in seconds since the beginning; `seen` the highest number read."""

    session: InterviewSession
    seen: int
    at: float
    state: State
    plan: Plan
    waiting: tuple[ChatMessage, ...]
    submissions: dict[int, CodeSubmission] = field(default_factory=dict)

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
class TurnOutcome:
    state: State
    messages: Sequence[NewMessage]
    records: Sequence[Record] = ()
    judged: Sequence[JudgedCode] = ()


class Stale(Exception):
    """The state changed, or more was said, while the turn was worked out: work it out again."""


def load_turn(session_id: int) -> Turn | None:
    """What waits for the interviewer; None where the session is not running."""
    session = InterviewSession.objects.select_related("interview__user").get(pk=session_id)
    if session.status != SessionStatus.IN_PROGRESS or session.begun_at is None:
        return None
    waiting: list[ChatMessage] = []
    if session.last_number > session.handled_number:
        waiting = list(
            session.messages.filter(
                number__gt=session.handled_number, speaker=Speaker.CANDIDATE, kind__in=TURN_KINDS
            ).order_by("number")
        )
    submitted = [message.number for message in waiting if message.kind == MessageKind.SUBMIT]
    found = session.submissions.filter(number__in=submitted).select_related("question__tests") if submitted else ()
    return Turn(
        session=session,
        seen=max([session.handled_number, *(message.number for message in waiting)]),
        at=(now() - session.begun_at).total_seconds(),
        state=State.from_json(session.conductor),
        plan=plan_of(session.interview),
        waiting=tuple(waiting),
        submissions={submission.number: submission for submission in found},
    )


@transaction.atomic
def apply_turn(turn: Turn, outcome: TurnOutcome, *, insist: bool = False) -> list[ChatMessage]:
    """Store the turn's outcome if the state is still the one that asked; raises Stale otherwise.

    Unless `insist`, words that came in meanwhile make it stale too: they belong to the same answer.
    """
    session = InterviewSession.objects.select_for_update().get(pk=turn.session_id)
    if session.version != turn.session.version or session.status != SessionStatus.IN_PROGRESS:
        raise Stale
    if not insist and _more_was_said(session, turn):
        raise Stale
    messages = _number(session, outcome.messages)
    _advance(session, turn, outcome, given_out=len(messages))
    for judged in outcome.judged:
        store_verdict(turn.session_id, judged)
    for record in _last_of_each(outcome.records):
        _store_record(turn, record)
    return ChatMessage.objects.bulk_create(messages)


def _more_was_said(session: InterviewSession, turn: Turn) -> bool:
    if session.last_number <= turn.seen or not turn.waiting or turn.waiting[-1].kind != MessageKind.TEXT:
        return False
    return session.messages.filter(number__gt=turn.seen, kind=MessageKind.TEXT, speaker=Speaker.CANDIDATE).exists()


def _advance(session: InterviewSession, turn: Turn, outcome: TurnOutcome, *, given_out: int) -> None:
    index = outcome.state.index
    nothing_new = session.last_number == turn.session.last_number
    InterviewSession.objects.filter(pk=session.pk).update(
        version=F("version") + 1,
        last_number=F("last_number") + given_out,
        handled_number=session.last_number + given_out if nothing_new else turn.seen,
        conductor=outcome.state.to_json(),
        current_question_id=turn.plan.ids[index] if index >= 0 else None,
    )


def _number(session: InterviewSession, lines: Sequence[NewMessage]) -> list[ChatMessage]:
    at = now()
    return [
        ChatMessage(
            session_id=session.pk,
            number=session.last_number + offset,
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
    return ChatMessage.objects.bulk_create(_number(session, [message]))
