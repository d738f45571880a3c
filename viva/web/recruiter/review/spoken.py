"""How a line of the conversation came to be written, where it was spoken."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from viva.live.models import ChatMessage


def spoken_shown(line: ChatMessage) -> dict[str, Any] | None:
    """None for what was typed. `rough`: by a recogniser that guesses a lot."""
    how = line.payload.get("spoken") if isinstance(line.payload, dict) else None
    if not isinstance(how, dict):
        return None
    return {"rough": bool(how.get("rough")), "notes": [*_sent(how), *_missing(how)]}


def _sent(how: dict[str, Any]) -> list[str]:
    if "mended" not in how:
        return []  # what was heard was not known any more when it was sent
    if how["mended"]:
        return [_("mended by the candidate")]
    return [_("sent by the candidate as it was heard") if how.get("seen") else _("sent at once as it was heard")]


def _missing(how: dict[str, Any]) -> list[str]:
    missing = how.get("missing")
    if not isinstance(missing, int) or missing < 1:
        return []
    words = ngettext("%d piece could not be written down", "%d pieces could not be written down", missing)
    return [words % missing]
