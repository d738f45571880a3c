"""Taking in what the candidate sends: stored with its number before it is acknowledged, and only once."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from viva.core.time import now
from viva.live.conductor.script import Phase
from viva.live.errors import QuestionGone, RoomClosed
from viva.live.models import ChatMessage, CodeSubmission, InterviewSession
from viva.live.models.session import MessageKind, SessionStatus, Speaker
from viva.live.scripts import plan_of


def accept_message(session_id: int, *, client_id: uuid.UUID, text: str) -> ChatMessage:
    """Store the candidate's words; the same `client_id` again gives the message stored before."""
    return _once(session_id, client_id, kind=MessageKind.TEXT, text=text)


def accept_hint_request(session_id: int, *, client_id: uuid.UUID) -> ChatMessage:
    return _once(session_id, client_id, kind=MessageKind.HINT_REQUEST, text="")


def accept_code(
    session_id: int, *, client_id: uuid.UUID, kind: MessageKind, question_id: int, source: str
) -> ChatMessage:
    """Store code to be run or submitted; raises QuestionGone unless its question is open and has an editor."""
    return _once(session_id, client_id, kind=kind, text="", question_id=question_id, source=source)


def _once(session_id: int, client_id: uuid.UUID, **fields: Any) -> ChatMessage:
    try:
        return _store(session_id, client_id, **fields)
    except IntegrityError:
        return ChatMessage.objects.get(session_id=session_id, client_id=client_id)
    except (RoomClosed, QuestionGone):
        stored = ChatMessage.objects.filter(session_id=session_id, client_id=client_id).first()
        if stored is None:
            raise
        return stored


@transaction.atomic
def _store(
    session_id: int,
    client_id: uuid.UUID,
    *,
    kind: MessageKind,
    text: str,
    question_id: int | None = None,
    source: str | None = None,
) -> ChatMessage:
    session = _locked(session_id) if source is None else _locked_with_plan(session_id)
    current = session.current_question_id
    if session.status != SessionStatus.IN_PROGRESS:
        raise RoomClosed
    if source is not None and not _takes_code(session, question_id):
        raise QuestionGone
    number = session.last_number + 1
    message = ChatMessage.objects.create(
        session_id=session_id,
        number=number,
        client_id=client_id,
        speaker=Speaker.CANDIDATE,
        kind=kind,
        question_id=current,
        text=text,
        created_at=now(),
    )
    if source is not None and current is not None:
        _store_submission(message, current, source)
    InterviewSession.objects.filter(pk=session_id).update(last_number=F("last_number") + 1)
    return message


def _locked(session_id: int) -> InterviewSession:
    sessions = InterviewSession.objects.select_for_update(of=("self",))
    return sessions.only("status", "last_number", "current_question").get(pk=session_id)


def _locked_with_plan(session_id: int) -> InterviewSession:
    sessions = InterviewSession.objects.select_for_update(of=("self",)).select_related("interview__user")
    return sessions.get(pk=session_id)


def _takes_code(session: InterviewSession, question_id: int | None) -> bool:
    if question_id is None or question_id != session.current_question_id:
        return False
    plan = plan_of(session.interview)
    has_editor = plan.questions[plan.index_of(question_id)].problem is not None
    return has_editor and session.conductor.get("phase") != Phase.CLOSED


def _store_submission(message: ChatMessage, question_id: int, source: str) -> None:
    CodeSubmission.objects.create(
        session_id=message.session_id,
        question_id=question_id,
        number=message.number,
        mode=message.kind,
        source=source,
        created_at=message.created_at,
    )
