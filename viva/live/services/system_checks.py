"""What a candidate's device could do when they tried it, kept for those who help when something does not work.

Nothing but results and figures of known names is taken from a browser: no device's name, no sound, no picture.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from viva.core.time import now
from viva.interviews.enums import Status
from viva.interviews.models import Interview
from viva.live.models import SystemCheck

RESULTS = ("passed", "failed", "skipped")
CAUSES = ("denied", "missing", "busy", "silent", "clipping", "echo", "slow", "old", "unheard", "other")
# The figures of each check, with the largest value that is believed.
FIGURES = {
    "browser": {},
    "network": {"ms": 60_000, "mbit": 100_000},
    "microphone": {"level_db": 0, "peak_db": 0, "clipped": 1},
    "camera": {"width": 20_000, "height": 20_000},
    "speaker": {},
    "echo": {"db": 0},
}
_LEAST_DB = -120


@transaction.atomic
def keep_system_check(interview: Interview, *, found: object, browser: str) -> bool:
    """The latest replaces the one before; False, with nothing kept, for what tells nothing or comes too late."""
    told = read_found(found)
    open_states = (Status.SCHEDULED, Status.IN_PROGRESS)
    if not told or not Interview.objects.filter(pk=interview.pk, status__in=open_states).exists():
        return False
    SystemCheck.objects.update_or_create(
        interview_id=interview.pk,
        defaults={"found": told, "browser": browser.replace("\0", "")[:300], "checked_at": now()},
    )
    return True


def read_found(found: object) -> dict[str, dict[str, Any]]:
    """Of a browser's word what is known and within bounds; anything else is passed over."""
    if not isinstance(found, dict):
        return {}
    told = {name: _read(found.get(name), figures) for name, figures in FIGURES.items()}
    return {name: each for name, each in told.items() if each}


def _read(given: object, figures: dict[str, int]) -> dict[str, Any]:
    if not isinstance(given, dict) or given.get("result") not in RESULTS:
        return {}
    read: dict[str, Any] = {"result": given["result"]}
    if given.get("cause") in CAUSES:
        read["cause"] = given["cause"]
    for name, most in figures.items():
        value = given.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and _LEAST_DB <= value <= most:
            read[name] = round(value, 2)
    return read
