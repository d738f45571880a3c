"""Sending what is stored to the tabs that have the room open."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from channels.layers import get_channel_layer

from viva.live.conductor.script import State
from viva.live.errors import RoomError
from viva.live.frames import Frame, error_frame, message_frame, state_of
from viva.live.models import ChatMessage, InterviewSession
from viva.live.scripts import Plan


def room_group(session_id: int) -> str:
    return f"room.{session_id}"


async def publish(session_id: int, event: dict[str, Any]) -> None:
    layer = get_channel_layer()
    if layer is not None:
        await layer.group_send(room_group(session_id), event)


async def publish_messages(session_id: int, messages: Iterable[ChatMessage]) -> None:
    """Numbered messages; each tab sends what it lacks and fetches what is missing in between."""
    frames: list[Frame] = [message_frame(message) for message in messages]
    await publish(session_id, {"type": "room.messages", "frames": frames})


async def publish_turn(
    session: InterviewSession, plan: Plan, state: State, messages: Iterable[ChatMessage]
) -> None:
    """The interviewer's lines, then the state after them."""
    await publish_messages(session.pk, messages)
    await publish_thinking(session.pk, on=False)
    frame = {"type": "state", "state": state_of(session, plan, state=state)}
    await publish(session.pk, {"type": "room.frame", "frame": frame})


REPLY_TROUBLE = "What you sent is stored, but the interviewer's reply could not be. It will follow."


async def publish_trouble(session_id: int, detail: str = REPLY_TROUBLE) -> None:
    """An answer could not be given; what the candidate sent stands."""
    trouble = RoomError(detail, code="storage")
    await publish(session_id, {"type": "room.frame", "frame": error_frame(trouble)})


async def publish_thinking(session_id: int, *, on: bool) -> None:
    await publish(session_id, {"type": "room.frame", "frame": {"type": "thinking", "on": on}})


async def publish_saying(session_id: int, *, line: int, piece: int, text: str) -> None:
    """A piece of a line that is being found; nothing is kept of it."""
    frame = {"type": "saying", "line": line, "piece": piece, "text": text}
    await publish(session_id, {"type": "room.frame", "frame": frame})


async def publish_queue(session_id: int, *, number: int, before: int) -> None:
    """How many come before submission `number`; nothing is kept of it."""
    frame = {"type": "queue", "number": number, "before": before}
    await publish(session_id, {"type": "room.frame", "frame": frame})


async def publish_taken(session_id: int, *, by: str) -> None:
    """A newer tab has the room; `by` is its channel."""
    await publish(session_id, {"type": "room.taken", "by": by})


async def publish_completed(session_id: int) -> None:
    await publish(session_id, {"type": "room.completed"})
