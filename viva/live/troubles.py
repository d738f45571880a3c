"""Troubles that the server meets while it speaks and listens, written down; whatever happens, the room goes on."""

from __future__ import annotations

import logging

from django.db import DatabaseError

from viva.core.realtime.database import write_in_database
from viva.live.models.recording import IncidentKind
from viva.live.services.incidents import note_incident_in

log = logging.getLogger(__name__)


async def note_trouble(session_id: int, kind: IncidentKind) -> None:
    """An incident for those who judge. One that cannot be stored is logged."""
    try:
        await write_in_database(note_incident_in, session_id, kind=kind)
    except DatabaseError as error:
        log.warning("an incident could not be stored (%s)", type(error).__name__)
