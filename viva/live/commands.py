"""Carrying out a client's command: store it, say that it is stored, have it answered."""

from __future__ import annotations

from typing import Any

from django.db import OperationalError

from viva.core.realtime.database import in_database, write_in_database
from viva.core.realtime.group_commit import GroupCommit
from viva.live.errors import NeedsResync, RoomError
from viva.live.frames import Frame, iso
from viva.live.hearing import ears, heard
from viva.live.models import ChatMessage
from viva.live.models.session import MessageKind
from viva.live.protocol import (
    AskHint,
    ChooseLanguage,
    ClientFrame,
    Finished,
    Listen,
    SendCode,
    SendDraft,
    SendEdits,
    SendMessage,
    SendTry,
    Stop,
)
from viva.live.publish import publish_messages
from viva.live.runs import BESIDE, run_runner
from viva.live.selectors import patience_with
from viva.live.services import inbox
from viva.live.services.choosing import choose_language
from viva.live.services.saves import DraftSave, EditsSave, Save, store_saves
from viva.live.stopping import stop_code
from viva.live.trying import arguments_of
from viva.live.turns import runner


async def _commit(saves: list[Save]) -> list[int | RoomError]:
    return await write_in_database(store_saves, saves)


saver: GroupCommit[Save, int | RoomError] = GroupCommit(_commit, storage=(OperationalError,))


async def carry_out(session_id: int, frame: ClientFrame) -> Frame:
    """The acknowledgement of `frame`, after its commit. Raises RoomError where it is refused."""
    match frame:
        case SendEdits():
            return await _save_edits(session_id, frame)
        case SendDraft():
            save = DraftSave(session_id=session_id, seq=frame.seq, text=frame.text)
            return {"type": "saved", "draft": True, "seq": await _save(save)}
        case SendMessage():
            message = await write_in_database(
                inbox.accept_message,
                session_id,
                client_id=frame.id,
                text=frame.text,
                payload=spoken_payload(session_id, frame),
            )
            _note_sent(session_id, frame)
        case Listen():
            patience = await in_database(patience_with, session_id)
            return heard(await ears.listen(session_id, frame.stream, first=frame.first, patience=patience))
        case Finished():
            return await _finish(session_id, frame)
        case AskHint():
            message = await write_in_database(inbox.accept_hint_request, session_id, client_id=frame.id)
        case SendCode():
            message = await _take_code(session_id, frame)
        case SendTry():
            given = await in_database(arguments_of, session_id, question_id=frame.question, text=frame.input)
            message = await _take_code(session_id, frame, given=given)
        case ChooseLanguage():
            return await _choose(session_id, frame)
        case Stop():
            return {"type": "stopping", "count": await stop_code(session_id)}
        case _:
            raise RoomError("The room cannot do that.", code="bad_message")
    return await _acknowledge(session_id, message)


async def _finish(session_id: int, frame: Finished) -> Frame:
    ear = ears.of(session_id, frame.stream)
    if ear is None:
        raise RoomError("Nobody listens to this stream.", code="not_listening")
    if frame.drop:
        ear.forget()
    else:
        await ear.finish()
    return heard(ear)


def spoken_payload(session_id: int, frame: SendMessage) -> dict[str, Any]:
    """How the words came to be written, and when they were said, beside them.

    Raises RoomError for words that their speaker has not seen and that are not sure enough to be judged so.
    """
    if frame.spoken is None:
        return {}
    told = ears.said(session_id).told(frame.spoken.stream, frame.spoken.turn)
    transcript = told.transcript if told else None
    as_heard = transcript is not None and transcript.text.split() == frame.text.split()
    if not frame.spoken.seen and not (transcript and as_heard and transcript.is_good):
        raise RoomError("Please look at these words before they are sent.", code="unseen")
    if frame.spoken.by == "browser":
        return {"spoken": {"engine": "browser", "rough": True, "seen": True}}
    if told is None or transcript is None:
        return {"spoken": {"seen": True}}
    how = {"engine": transcript.engine, "rough": transcript.rough, "quality": round(transcript.quality, 2)}
    how |= {"seen": frame.spoken.seen, "mended": not as_heard, "missing": told.missing}
    return {"spoken": how, "spoken_from": iso(told.begin), "spoken_until": iso(told.end)}


def _note_sent(session_id: int, frame: SendMessage) -> None:
    said, spoken = ears.said(session_id), frame.spoken
    said.sent(spoken.stream, spoken.turn) if spoken else said.sent()


async def _choose(session_id: int, frame: ChooseLanguage) -> Frame:
    await write_in_database(choose_language, session_id, question_id=frame.question, language=frame.language)
    return {"type": "chosen", "question": frame.question, "language": frame.language}


async def _take_code(session_id: int, frame: SendCode | SendTry, *, given: list[Any] | None = None) -> ChatMessage:
    return await write_in_database(
        inbox.accept_code,
        session_id,
        client_id=frame.id,
        kind=MessageKind(frame.type),
        question_id=frame.question,
        source=frame.source,
        language=frame.language,
        given=given,
    )


async def _acknowledge(session_id: int, message: ChatMessage) -> Frame:
    await publish_messages(session_id, [message])
    if message.kind in BESIDE:
        run_runner.wake(session_id)
    else:
        runner.wake(session_id)
    return {"type": "ack", "id": str(message.client_id), "number": message.number}


async def _save_edits(session_id: int, frame: SendEdits) -> Frame:
    save = EditsSave(
        session_id=session_id,
        question_id=frame.question,
        seq=frame.seq,
        changes=tuple(frame.changes),
        length=frame.length,
        language=frame.language,
    )
    place = {"question": frame.question, "language": frame.language}
    try:
        return {"type": "saved", **place, "seq": await _save(save)}
    except NeedsResync as stored:
        return {"type": "resync", **place, "seq": stored.seq, "text": stored.text}


async def _save(save: Save) -> int:
    result = await saver.save(save)
    if isinstance(result, RoomError):
        raise result
    return result
