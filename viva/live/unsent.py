"""What was said in a room and was not sent, noted in the database; the room goes on whatever happens."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.db import DatabaseError

from viva.core.realtime.database import write_in_database
from viva.live.said import SaidTurn
from viva.live.services.utterances import Unsent, keep_unsent

log = logging.getLogger(__name__)


async def note_unsent(session_id: int, said: Sequence[SaidTurn]) -> None:
    """When it was said, not what. One that cannot be stored is logged."""
    if not said:
        return
    unsent = [
        Unsent(f"{each.stream.hex}:{each.turn}", each.begin, each.end, each.missing, bool(each.transcript.text))
        for each in said
    ]
    try:
        await write_in_database(keep_unsent, session_id, unsent)
    except DatabaseError as error:
        log.warning("what was said could not be noted (%s)", type(error).__name__)
