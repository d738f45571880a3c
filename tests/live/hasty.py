"""The server with one fault put in: a message is acknowledged first and stored later. For a test's control."""

from __future__ import annotations

import asyncio

import django

django.setup()

from viva.config import serve  # noqa: E402
from viva.core.realtime.database import in_database  # noqa: E402
from viva.live import commands  # noqa: E402
from viva.live.models import InterviewSession  # noqa: E402
from viva.live.protocol import SendMessage  # noqa: E402

_tasks: set[asyncio.Task] = set()
_carry_out = commands.carry_out


async def _hasty(session_id: int, frame):
    if not isinstance(frame, SendMessage):
        return await _carry_out(session_id, frame)
    session = await in_database(InterviewSession.objects.get, pk=session_id)
    _tasks.add(asyncio.create_task(_later(session_id, frame)))
    return {"type": "ack", "id": str(frame.id), "number": session.last_number + 1}


async def _later(session_id: int, frame) -> None:
    await asyncio.sleep(3.0)
    await _carry_out(session_id, frame)


commands.carry_out = _hasty

if __name__ == "__main__":
    serve.main()
