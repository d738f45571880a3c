"""What the server sends: the frames of docs/room-protocol.md, made from rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from viva.ai.bank.starters import starter_of
from viva.ai.types import Problem
from viva.core.time import now
from viva.live.conductor.script import Phase, State
from viva.live.errors import RoomError
from viva.live.languages import chosen_language, offers
from viva.live.markdown import render_markdown
from viva.live.models import ChatMessage, InterviewSession
from viva.live.scripts import Plan

Frame = dict[str, Any]


def iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z") if moment else None


def message_frame(message: ChatMessage) -> Frame:
    return {
        "type": "message",
        "number": message.number,
        "id": str(message.client_id) if message.client_id else None,
        "speaker": message.speaker,
        "kind": message.kind,
        "html": render_markdown(message.text, breaks=message.client_id is not None) if message.text else "",
        "text": message.text,
        "at": iso(message.created_at),
        "question": message.question_id,
        "payload": message.payload,
    }


def state_of(session: InterviewSession, plan: Plan, *, state: State | None = None, busy: bool = False) -> Frame:
    """The room's state as the candidate may see it: nothing of expected answers, hints to come or hidden tests.

    `state` where it is newer than the one in `session`.
    """
    state = state or State.from_json(session.conductor)
    phase = Phase.OPEN if state.phase is Phase.NEW else state.phase
    return {
        "status": session.status,
        "phase": phase,
        "mode": plan.script.mode,
        "question": _question(session, plan, state.index),
        "total": len(plan.ids),
        "hints": _hints(plan, state),
        "begun_at": iso(session.begun_at),
        "ends_at": iso(session.ends_at),
        "server_time": iso(now()),
        "busy": busy,
    }


def _question(session: InterviewSession, plan: Plan, index: int) -> Frame | None:
    if index < 0:
        return None
    question, problem = plan.questions[index], plan.questions[index].problem
    frame: Frame = {
        "id": plan.ids[index],
        "order": index + 1,
        "kind": question.kind,
        "title": plan.titles[index],
        "has_code": problem is not None,
        "language": "",
        "entry_point": problem.entry_point if problem else "",
        "starter": "",
        "example": plan.examples[index],
        "languages": [],
    }
    return frame | _languages(session, problem, question_id=plan.ids[index]) if problem else frame


def _languages(session: InterviewSession, problem: Problem, *, question_id: int) -> Frame:
    chosen = chosen_language(session, problem, question_id=question_id)
    offered = offers(problem, also=[chosen])
    return {
        "language": chosen,
        "starter": starter_of(problem, chosen),
        "languages": [{"name": offer.name, "title": offer.title, "starter": offer.starter} for offer in offered],
    }


def _hints(plan: Plan, state: State) -> Frame:
    allowed = plan.script.mode == "practice"
    available = len(plan.questions[state.index].hints) if allowed and state.index >= 0 else 0
    return {"used": state.hints_used, "left": max(0, available - state.hints_used), "allowed": allowed}


def welcome(session: InterviewSession, plan: Plan, messages: Iterable[ChatMessage], *, busy: bool) -> Frame:
    return {
        "type": "welcome",
        "state": state_of(session, plan, busy=busy),
        "messages": [message_frame(message) for message in messages],
        "buffers": [
            {
                "question": buffer.question_id,
                "language": buffer.language,
                "seq": buffer.seq,
                "text": buffer.text,
            }
            for buffer in session.buffers.all()
        ],
        "draft": {"seq": session.draft_seq, "text": session.draft},
        "server_time": iso(now()),
    }


def error_frame(error: RoomError, *, client_id: str | None = None) -> Frame:
    return {
        "type": "error",
        "code": error.code,
        "detail": error.detail,
        "id": client_id,
        "retry": error.retry,
    }
