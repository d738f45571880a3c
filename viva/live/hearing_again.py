"""Writes down again, from the recording and with the best recogniser there is, what was said in interviews that
are over. It stands beside the words that the candidate sent, replaces none of them, and is never judged.

One at a time and behind everything else: it has a recogniser of its own, whose process has the lowest priority and
goes when there is nothing more to do.
"""

from __future__ import annotations

import asyncio
import logging
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError

from viva.core.pacing import about
from viva.core.realtime.database import write_in_database
from viva.live.hearing import get_recogniser
from viva.live.recording.ffmpeg import ffmpeg, take_sound
from viva.live.services.relistening import Place, Relistening, put_off, store_written, take_due
from viva.speech.audio import BYTES_PER_SAMPLE, RATE
from viva.speech.endpoint import Endpoint
from viva.speech.errors import SpeechError
from viva.speech.pieces import in_pieces
from viva.speech.stt.base import Recogniser, Transcript, joined
from viva.speech.stt.choosing import choose_recogniser

log = logging.getLogger(__name__)

LOOK_SECONDS = 20.0
PIECE_SECONDS = 180.0
"""For one piece, where everything else comes first."""
NICENESS = 19
ENOUGH = 0.5
"""Share of what was said that has to be in the recording; while less is there, the rest is waited for."""
_OF_ITS_OWN = frozenset({"none", "endpoint"})
_made: dict[str, Recogniser] = {}


def best_recogniser() -> Recogniser:
    """The best of this machine. A server that listens live does so afterwards too; no other is sent anything, and
    where nobody listens nothing is written down."""
    if "best" not in _made:
        live = get_recogniser()
        if live.name in _OF_ITS_OWN:
            return live
        _made["best"] = choose_recogniser(
            "auto",
            endpoint=Endpoint("", "", ""),
            models=Path(settings.SPEECH_MODELS),
            model=settings.VIVA_WHISPER_MODEL,
            niceness=NICENESS,
        )
    return _made["best"]


def use_best_recogniser(recogniser: Recogniser | None) -> None:
    """Put it in the place of what this machine has; None goes back to that."""
    _made.clear()
    if recogniser is not None:
        _made["best"] = recogniser


async def run_hearing_again() -> None:
    """Until cancelled."""
    try:
        while True:
            try:
                await hear_what_is_due()
            except DatabaseError as error:
                log.warning("what was said waits for the database (%s)", type(error).__name__)
            except Exception:
                log.exception("what was said could not be written down again")
            await asyncio.sleep(about(LOOK_SECONDS))
    finally:
        await _stop()


async def hear_what_is_due() -> int:
    """All that is due now; how many were written down."""
    written = 0
    if ffmpeg() is None or not best_recogniser().available:
        return written
    while held := await write_in_database(take_due):
        written += await _hear(held)
    await _stop()
    return written


async def _hear(held: Relistening) -> bool:
    try:
        transcript = await _write_down(held)
    except (OSError, SpeechError) as error:
        log.warning("something that was said could not be written down again (%s)", type(error).__name__)
        transcript = None
    if transcript is None:
        await write_in_database(put_off, held)
        return False
    return await write_in_database(store_written, held, transcript, version=best_recogniser().version)


async def _write_down(held: Relistening) -> Transcript | None:
    """None where there is not enough of it yet, or at last nothing at all. Raises OSError and SpeechError."""
    pcm = await asyncio.to_thread(_sound, held.places)
    enough = held.seconds * ENOUGH * RATE * BYTES_PER_SAMPLE
    if not pcm or (len(pcm) < enough and not held.is_last):
        return None
    recogniser = best_recogniser()
    return joined([await recogniser.transcribe(each, deadline=PIECE_SECONDS) for each in in_pieces(pcm)])


def _sound(places: tuple[Place, ...]) -> bytes:
    """Touches no database. Raises OSError."""
    found = []
    for place in places:
        with tempfile.TemporaryDirectory(prefix="viva-hearing-") as folder:
            source, target = Path(folder, "source"), Path(folder, "target")
            with source.open("wb") as file:
                for block in place.sound.read(0, place.sound.size):
                    file.write(block)
            if take_sound(source, target, container=place.container, begin=place.begin, seconds=place.seconds):
                found.append(target.read_bytes())
    return b"".join(found)


async def _stop() -> None:
    """Its process goes; the next time makes another."""
    best = _made.pop("best", None)
    if best is not None:
        await best.stop()
