"""Drafts and edits, many rooms' at once in one transaction (group commit)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from viva.ai.bank.starters import starter_of
from viva.ai.codec import from_json
from viva.ai.types import Problem, Question
from viva.core.time import now
from viva.live.edits import Change, EditsDoNotFit, apply_changes
from viva.live.errors import NeedsResync, NoSuchLanguage, RoomClosed, RoomError
from viva.live.languages import chosen_language, is_set_in
from viva.live.models import CodeBuffer, EditBatch, InterviewSession
from viva.live.models.session import SessionStatus


@dataclass(frozen=True, slots=True)
class DraftSave:
    """The unsent text of the message box; the higher `seq` wins."""

    session_id: int
    seq: int
    text: str


@dataclass(frozen=True, slots=True)
class EditsSave:
    """A batch of edits; `length` is the text's length in UTF-16 units after it.

    `language` empty: the one chosen for the question.
    """

    session_id: int
    question_id: int
    seq: int
    changes: tuple[Change, ...]
    length: int
    language: str = ""


Save = DraftSave | EditsSave
# Read many times a second: without the conductor's state and the rest of the session.
_BUFFER = ("seq", "text", "session__status")


@transaction.atomic
def store_saves(saves: Sequence[Save]) -> list[int | RoomError]:
    """Store all in one transaction; for each the `seq` that is stored now, or why it was refused."""
    at = now()
    return [_store(save, at) for save in saves]


def _store(save: Save, at: datetime) -> int | RoomError:
    try:
        return _store_draft(save) if isinstance(save, DraftSave) else _store_edits(save, at)
    except RoomError as error:
        return error


def _store_draft(save: DraftSave) -> int:
    changed = InterviewSession.objects.filter(
        pk=save.session_id, status=SessionStatus.IN_PROGRESS, draft_seq__lt=save.seq
    ).update(draft=save.text, draft_seq=save.seq)
    if changed:
        return save.seq
    session = InterviewSession.objects.only("status", "draft_seq").get(pk=save.session_id)
    if session.status != SessionStatus.IN_PROGRESS:
        raise RoomClosed
    return session.draft_seq


def _store_edits(save: EditsSave, at: datetime) -> int:
    buffer = _buffer(save)
    if save.seq <= buffer.seq:
        return buffer.seq
    if save.seq != buffer.seq + 1:
        raise NeedsResync(seq=buffer.seq, text=buffer.text)
    try:
        text = apply_changes(buffer.text, save.changes, length=save.length)
    except EditsDoNotFit:
        raise NeedsResync(seq=buffer.seq, text=buffer.text) from None
    EditBatch.objects.create(buffer=buffer, seq=save.seq, changes=list(save.changes), created_at=at)
    CodeBuffer.objects.filter(pk=buffer.pk).update(text=text, seq=save.seq)
    return save.seq


def _buffer(save: EditsSave) -> CodeBuffer:
    buffers = CodeBuffer.objects.select_for_update(of=("self",)).select_related("session").only(*_BUFFER)
    language = save.language or _chosen(save)
    found = buffers.filter(session_id=save.session_id, question_id=save.question_id, language=language).first()
    buffer = found or _new_buffer(save, language)
    if buffer.session.status != SessionStatus.IN_PROGRESS:
        raise RoomClosed
    return buffer


def _new_buffer(save: EditsSave, language: str) -> CodeBuffer:
    """The first edits of a question start from its starter code; foreign questions and languages are refused."""
    session, problem = _place(save)
    if not is_set_in(problem, language):
        raise NoSuchLanguage
    buffer, _ = CodeBuffer.objects.get_or_create(
        session=session,
        question_id=save.question_id,
        language=language,
        defaults={"text": starter_of(problem, language)},
    )
    return buffer


def _chosen(save: EditsSave) -> str:
    session, problem = _place(save)
    return chosen_language(session, problem, question_id=save.question_id)


def _place(save: EditsSave) -> tuple[InterviewSession, Problem]:
    session = InterviewSession.objects.select_related("interview").get(pk=save.session_id)
    question = session.interview.questions.filter(pk=save.question_id).first()
    problem = from_json(Question, question.spec).problem if question else None
    if problem is None:
        raise RoomError("There is no editor for that question.", code="gone")
    return session, problem
