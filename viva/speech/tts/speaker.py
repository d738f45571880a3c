"""Clips by demand: from the cache, else made once, however many ask at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from viva.speech.errors import SpeechError
from viva.speech.tts.base import (
    FASTEST,
    LONGEST_TEXT,
    SLOWEST,
    Clip,
    SpeechRequest,
    Synthesiser,
    Voice,
    clip_key,
)
from viva.speech.tts.cache import ClipCache

AT_ONCE = 2
"""Clips being made at the same time: the voices work the processor, and rooms need it too."""
MOST_WAITING = 200


class Speaker:
    """One engine and its cache. Bound to the event loop that first uses it."""

    def __init__(self, engine: Synthesiser, cache: ClipCache | None) -> None:
        self.engine = engine
        self._cache = cache
        self._making: dict[str, asyncio.Task[Clip]] = {}
        self._places = asyncio.Semaphore(AT_ONCE)

    def voice(self, wanted: str) -> Voice | None:
        """The one wanted, else the first; None where there is no voice."""
        voices = self.engine.voices
        return next((voice for voice in voices if voice.name == wanted), voices[0] if voices else None)

    async def clip(self, text: str, *, voice: str = "", speed: float = 1.0, deadline: float) -> Clip:
        """Raises SpeechError. Who gives up waiting does not end what others wait for."""
        request = self._request(text, voice, speed)
        key = await self._key(request)
        if self._cache and (known := await asyncio.to_thread(self._cache.get, key)):
            return known
        return await asyncio.shield(self._made(key, request, deadline=deadline))

    def _request(self, text: str, voice: str, speed: float) -> SpeechRequest:
        """Raises SpeechError where there is no voice."""
        chosen = self.voice(voice)
        if chosen is None:
            raise SpeechError("voice_missing", "There is no voice on this machine.")
        pace = round(min(FASTEST, max(SLOWEST, speed)), 2)
        return SpeechRequest(text[:LONGEST_TEXT], chosen.name, pace)

    async def prepare(self, texts: Iterable[str], *, voice: str = "", deadline: float) -> None:
        """Make the clips of `texts` one after the other; what fails is made when it is asked for."""
        for text in texts:
            try:
                await self.clip(text, voice=voice, deadline=deadline)
            except SpeechError as error:
                if not error.retryable:
                    return

    async def prepare_at_leisure(self, texts: Iterable[str], *, deadline: float) -> None:
        """As `prepare`, but each only when nobody else's sentence is being made, and those that are there already
        are not read. Raises SpeechError for what fails."""
        for text in texts:
            while self._making:
                await asyncio.wait(list(self._making.values()))
            if not await self._is_kept(text):
                await self.clip(text, deadline=deadline)

    async def _is_kept(self, text: str) -> bool:
        request = self._request(text, "", 1.0)
        return self._cache is not None and await asyncio.to_thread(self._cache.renew, await self._key(request))

    async def _key(self, request: SpeechRequest) -> str:
        """In a thread: an engine is a program that is asked, once, for its version."""
        return await asyncio.to_thread(clip_key, self.engine, request)

    def _made(self, key: str, request: SpeechRequest, *, deadline: float) -> asyncio.Task[Clip]:
        if key not in self._making:
            if len(self._making) >= MOST_WAITING:
                raise SpeechError("voice_busy", "Too many sentences wait to be spoken.", retryable=True)
            task = self._making[key] = asyncio.create_task(self._make(key, request, deadline=deadline))
            task.add_done_callback(lambda done: self._finished(key, done))
        return self._making[key]

    def _finished(self, key: str, done: asyncio.Task[Clip]) -> None:
        self._making.pop(key, None)
        if not done.cancelled():
            done.exception()  # looked at, so that nobody is told of one that nobody waits for any more

    async def _make(self, key: str, request: SpeechRequest, *, deadline: float) -> Clip:
        async with self._places:
            clip = await self.engine.synthesise(request, deadline=deadline)
        if self._cache:
            await asyncio.to_thread(self._cache.put, key, clip)
        return clip
