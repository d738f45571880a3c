"""The candidate's microphone in a room: frames in, turns and words out. Nothing of the sound is kept."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings

from viva.core.time import now
from viva.live.errors import BadFrame, RoomError
from viva.live.frames import Frame as Told
from viva.live.models.recording import IncidentKind
from viva.live.publish import publish
from viva.live.said import Said, SaidTurn
from viva.live.troubles import note_trouble
from viva.live.unsent import note_unsent
from viva.speech.endpoint import Endpoint
from viva.speech.errors import SpeechError
from viva.speech.stt.base import Recogniser, Transcript
from viva.speech.stt.choosing import choose_recogniser
from viva.speech.turns.frames import FRAME_BYTES, HEAD, VERSION, Frame, Sequencer
from viva.speech.turns.listener import Began, Ended, Event, Interrupted, Listener, Piece, Silent
from viva.speech.turns.patience import Patience
from viva.speech.turns.times import FrameTimes

logger = logging.getLogger(__name__)

MOST_FRAMES = 25
KEPT_SECONDS = 120.0
"""How long a stream whose line was cut is waited for."""
_made: dict[str, Recogniser] = {}


def get_recogniser() -> Recogniser:
    """The one of this process, made from the settings when first asked for."""
    if "recogniser" not in _made:
        _made["recogniser"] = choose_recogniser(
            settings.VIVA_LISTEN,
            endpoint=Endpoint(settings.VIVA_LISTEN_URL, settings.VIVA_LISTEN_MODEL, settings.VIVA_LISTEN_KEY),
            models=Path(settings.SPEECH_MODELS),
            model=settings.VIVA_WHISPER_MODEL,
            workers=settings.VIVA_LISTEN_WORKERS,
        )
    return _made["recogniser"]


def use_recogniser(recogniser: Recogniser | None) -> None:
    """Put it in the place of what the settings say; None goes back to them."""
    _made.clear()
    if recogniser is not None:
        _made["recogniser"] = recogniser


class Ear:
    """One stream of one room: what comes of its frames is told to the room's tab."""

    def __init__(
        self, session_id: int, stream: uuid.UUID, *, first: int, said: Said, learned: Patience | None = None
    ) -> None:
        self.session_id, self.stream = session_id, stream
        self.touched = time.monotonic()
        self._said, self._times = said, FrameTimes()
        self._spans: dict[int, tuple[int, int]] = {}
        self._sequencer, self._listener = Sequencer(first), Listener(learned)
        self._writing: set[asyncio.Task[None]] = set()

    @property
    def next(self) -> int:
        return self._sequencer.next

    @property
    def learned(self) -> Patience:
        return self._listener.learned

    async def take(self, frames: list[Frame]) -> None:
        self.touched = time.monotonic()
        at = now().timestamp()
        for frame in self._sequencer.take(frames):
            self._times.arrived(frame.number, at)
            await self._follow(self._listener.feed(frame))

    async def finish(self) -> None:
        await self._follow(self._listener.finish())

    def forget(self) -> None:
        self._listener.forget()

    async def close(self) -> None:
        """What is being said at this moment is remembered as said, and not as told."""
        if self._listener.begun:
            self._reach(self._listener.turn, self.next - 1)
            self._remember(self._listener.turn, self._listener.transcript, missing=1)
        for task in self._writing:
            task.cancel()
        await asyncio.gather(*self._writing, return_exceptions=True)

    async def _follow(self, events: list[Event]) -> None:
        for event in events:
            match event:
                case Piece(turn=turn):
                    self._reach(turn, self.next - len(event.pcm) // FRAME_BYTES)
                    task = asyncio.create_task(self._write_down(event))
                    self._writing.add(task)
                    task.add_done_callback(self._writing.discard)
                case Began(turn=turn):
                    self._reach(turn, self.next - 1)
                    await self._tell(self._speech("began", turn, None))
                case Ended(turn=turn, transcript=transcript, missing=missing):
                    said = self._remember(turn, transcript, missing=missing)
                    if missing:
                        await note_unsent(self.session_id, [said])
                    await self._tell(self._speech("final", turn, transcript) | {"missing": missing})
                case Interrupted():
                    await self._tell({"type": "hush"})
                case Silent():
                    await self._tell({"type": "silent"})

    async def _write_down(self, piece: Piece) -> None:
        transcript: Transcript | None = None
        try:
            transcript = await get_recogniser().transcribe(piece.pcm, deadline=settings.VIVA_LISTEN_SECONDS)
        except SpeechError as error:
            await self._is_deaf(error.code)
        except Exception:  # of an engine's making; left alone, the answer would never end
            logger.exception("a recogniser failed in a way of its own")
            await self._is_deaf("recogniser_failed")
        events = self._listener.heard(piece, transcript)
        if not events and transcript and transcript.text and piece.turn == self._listener.turn:
            await self._tell(self._speech("partial", piece.turn, self._listener.transcript))
        await self._follow(events)

    async def _is_deaf(self, code: str) -> None:
        await self._tell({"type": "deaf", "code": code})
        await note_trouble(self.session_id, IncidentKind.RECOGNISER_DOWN)

    def _speech(self, state: str, turn: int, transcript: Transcript | None) -> Told:
        """With its stream: a tab that took the room over leaves the words of the one before alone."""
        told = {"type": "speech", "stream": str(self.stream), "state": state, "turn": turn}
        return told | _words(transcript)

    def _reach(self, turn: int, first: int) -> None:
        """The turn's sound reaches from `first`, or before, to the frame that is here."""
        known, _ = self._spans.get(turn, (first, first))
        self._spans[turn] = (min(known, first), self.next - 1)

    def _remember(self, turn: int, transcript: Transcript, *, missing: int) -> SaidTurn:
        first, last = self._spans.get(turn, (self.next - 1, self.next - 1))
        self._spans.clear()
        said = SaidTurn(self.stream, turn, transcript, missing, first, last, self._times)
        self._said.add(said)
        return said

    async def _tell(self, frame: Told) -> None:
        await publish(self.session_id, {"type": "room.frame", "frame": frame})


def _words(transcript: Transcript | None) -> dict[str, Any]:
    """`good`: sure enough to be sent without having been read."""
    if transcript is None:
        return {"text": "", "rough": get_recogniser().rough, "good": False, "missing": 0}
    return {"text": transcript.text, "rough": transcript.rough, "good": transcript.is_good, "missing": 0}


class Ears:
    """Of all rooms of this process, one each. A stream outlives a cut of its line for KEPT_SECONDS."""

    def __init__(self) -> None:
        self._of: dict[int, Ear] = {}
        self._said: dict[int, Said] = {}

    async def listen(self, session_id: int, stream: uuid.UUID, *, first: int, patience: float = 1.0) -> Ear:
        """The stream where it was, or a new one from frame `first` on. Raises RoomError without a recogniser."""
        if not get_recogniser().available:
            await note_trouble(session_id, IncidentKind.RECOGNISER_DOWN)
            raise RoomError("Speech cannot be written down here. Please type your answer.", code="no_recogniser")
        await self._drop_the_forgotten()
        ear = self._of.get(session_id)
        if ear is None or ear.stream != stream:
            learned = ear.learned if ear else Patience(times=patience)
            await self.drop(session_id)
            said = self._said.setdefault(session_id, Said())
            ear = self._of[session_id] = Ear(session_id, stream, first=first, said=said, learned=learned)
        ear.touched = time.monotonic()
        return ear

    def of(self, session_id: int, stream: uuid.UUID | None = None) -> Ear | None:
        ear = self._of.get(session_id)
        return ear if ear and stream in (None, ear.stream) else None

    def said(self, session_id: int) -> Said:
        return self._said.get(session_id, Said())

    async def let_go(self, session_id: int) -> tuple[SaidTurn, ...]:
        """The interview is over: what was said and never sent."""
        await self.drop(session_id)
        return self._said.pop(session_id, Said()).unsent

    async def take(self, session_id: int, data: bytes) -> Told:
        """The acknowledgement of a message of frames. Raises BadFrame for another form or an unknown stream."""
        stream, frames = parse_sound(data)
        ear = self.of(session_id, stream)
        if ear is None:
            raise BadFrame("Nobody listens to this stream.", code="not_listening")
        await ear.take(frames)
        return heard(ear)

    async def drop(self, session_id: int) -> None:
        if ear := self._of.pop(session_id, None):
            await ear.close()

    async def stop(self) -> None:
        for session_id in list(self._of):
            await self.drop(session_id)
        for recogniser in _made.values():
            await recogniser.stop()

    async def _drop_the_forgotten(self) -> None:
        latest = time.monotonic() - KEPT_SECONDS
        for session_id in [each for each, ear in self._of.items() if ear.touched < latest]:
            await self.drop(session_id)


def heard(ear: Ear) -> Told:
    """All frames before `next` are here: the page need not keep them."""
    return {"type": "heard", "stream": str(ear.stream), "next": ear.next}


def parse_sound(data: bytes) -> tuple[uuid.UUID, list[Frame]]:
    """Raises BadFrame."""
    frames, rest = divmod(len(data) - HEAD.size, FRAME_BYTES)
    if len(data) < HEAD.size or rest or not 1 <= frames <= MOST_FRAMES:
        raise BadFrame("This is no sound that the room takes.")
    version, flags, stream, first = HEAD.unpack_from(data)
    if version != VERSION:
        raise BadFrame("This is no sound that the room takes.")
    parts = (data[HEAD.size + at * FRAME_BYTES :][:FRAME_BYTES] for at in range(frames))
    voice = bool(flags & 1)
    return uuid.UUID(bytes=stream), [Frame(first + at, pcm, voice) for at, pcm in enumerate(parts)]


ears = Ears()


async def keep_what_was_said(session_id: int) -> None:
    """The interview is over, or nearly: what was said and never sent is no answer, and no silence either."""
    await note_unsent(session_id, await ears.let_go(session_id))
