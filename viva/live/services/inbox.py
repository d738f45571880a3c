"""Taking in what the candidate sends: stored with its number before it is acknowledged, and only once."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from viva.core.time import now
from viva.live.conductor.script import Phase
from viva.live.errors import NoSuchLanguage, QuestionGone, RoomClosed
from viva.live.languages import chosen_language, is_set_in
from viva.live.models import ChatMessage, CodeSubmission, InterviewSession
from viva.live.models.session import MessageKind, SessionStatus, Speaker
from viva.live.scripts import plan_of


@dataclass(frozen=True, slots=True)
class _Code:
    question_id: int
    source: str
    language: str
    given: list[Any] | None


def accept_message(
    session_id: int, *, client_id: uuid.UUID, text: str, payload: dict[str, Any] | None = None
) -> ChatMessage:
    """Store the candidate's words; the same `client_id` again gives the message stored before. `payload` says how
    they were written down where they were spoken."""
    return _once(session_id, client_id, kind=MessageKind.TEXT, text=text, payload=payload)


def accept_hint_request(session_id: int, *, client_id: uuid.UUID) -> ChatMessage:
    return _once(session_id, client_id, kind=MessageKind.HINT_REQUEST, text="")


def accept_code(
    session_id: int,
    *,
    client_id: uuid.UUID,
    kind: MessageKind,
    question_id: int,
    source: str,
    language: str = "",
    given: list[Any] | None = None,
) -> ChatMessage:
    """Store code to be run, tried with the arguments `given`, or submitted; `language` empty is the chosen one.

    Raises QuestionGone unless its question is open and has an editor, NoSuchLanguage for one it is not set in.
    """
    code = _Code(question_id, source, language, given)
    return _once(session_id, client_id, kind=kind, text="", code=code)


def _once(session_id: int, client_id: uuid.UUID, **fields: Any) -> ChatMessage:
    try:
        return _store(session_id, client_id, **fields)
    except IntegrityError:
        return ChatMessage.objects.get(session_id=session_id, client_id=client_id)
    except (RoomClosed, QuestionGone, NoSuchLanguage):
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
    code: _Code | None = None,
    payload: dict[str, Any] | None = None,
) -> ChatMessage:
    session = _locked(session_id) if code is None else _locked_with_plan(session_id)
    current = session.current_question_id
    if session.status != SessionStatus.IN_PROGRESS:
        raise RoomClosed
    language = _language(session, code) if code else ""
    number = session.last_number + 1
    message = ChatMessage.objects.create(
        session_id=session_id,
        number=number,
        client_id=client_id,
        speaker=Speaker.CANDIDATE,
        kind=kind,
        question_id=current,
        text=text,
        payload=payload or {},
        created_at=now(),
    )
    if code is not None:
        _store_submission(message, code, language)
    InterviewSession.objects.filter(pk=session_id).update(last_number=F("last_number") + 1)
    return message


def _locked(session_id: int) -> InterviewSession:
    sessions = InterviewSession.objects.select_for_update(of=("self",))
    return sessions.only("status", "last_number", "current_question").get(pk=session_id)


def _locked_with_plan(session_id: int) -> InterviewSession:
    sessions = InterviewSession.objects.select_for_update(of=("self",)).select_related("interview__user")
    return sessions.get(pk=session_id)


def _language(session: InterviewSession, code: _Code) -> str:
    """In which the code is written; raises QuestionGone or NoSuchLanguage where it is not taken."""
    if code.question_id != session.current_question_id or session.conductor.get("phase") == Phase.CLOSED:
        raise QuestionGone
    plan = plan_of(session)
    problem = plan.questions[plan.index_of(code.question_id)].problem
    if problem is None:
        raise QuestionGone
    language = code.language or chosen_language(session, problem, question_id=code.question_id)
    if not is_set_in(problem, language):
        raise NoSuchLanguage
    return language


def _store_submission(message: ChatMessage, code: _Code, language: str) -> None:
    CodeSubmission.objects.create(
        session_id=message.session_id,
        question_id=code.question_id,
        number=message.number,
        mode=message.kind,
        language=language,
        source=code.source,
        given=code.given,
        created_at=message.created_at,
    )
