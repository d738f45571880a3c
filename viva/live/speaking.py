"""What the interviewer says, as sound: which sentences, by which voice, made before they are asked for."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from viva.interviews.models import Interview
from viva.live.models import ChatMessage, InterviewSession
from viva.live.models.session import Speaker as Who
from viva.live.scripts import Plan
from viva.speech.audio import BYTES_PER_SAMPLE, Sound, read_wav, write_wav
from viva.speech.endpoint import Endpoint
from viva.speech.reading import sentences
from viva.speech.tts.base import Clip, Synthesiser
from viva.speech.tts.cache import ClipCache
from viva.speech.tts.choosing import choose_voice
from viva.speech.tts.none import BrowserVoice
from viva.speech.tts.speaker import Speaker

PAUSE_SECONDS = 0.3
LISTENED_SECONDS = 1800.0
"""How long after its last question a page is taken to be listening still."""
MOST_LISTENED = 2_000
logger = logging.getLogger(__name__)
_made: dict[str, Speaker] = {}


def get_speaker() -> Speaker:
    """The one of this process, made from the settings when first asked for."""
    if "speaker" not in _made:
        endpoint = Endpoint(settings.VIVA_VOICE_URL, settings.VIVA_VOICE_MODEL, settings.VIVA_VOICE_KEY)
        engine = choose_voice(settings.VIVA_VOICE, endpoint=endpoint, voices=tuple(settings.VIVA_VOICE_NAMES))
        use_voice(engine)
    return _made["speaker"]


def use_voice(engine: Synthesiser | None) -> None:
    """Put it in the place of what the settings say; None goes back to them."""
    _made.clear()
    if engine is not None:
        folder = Path(settings.VIVA_DATA_DIR) / "voice"
        _made["speaker"] = Speaker(engine, ClipCache(folder, largest=settings.VIVA_VOICE_CACHE_MB * 1024 * 1024))


def makes_sound() -> bool:
    """Whether the server does: neither the browser nor nobody speaks."""
    engine = get_speaker().engine
    return bool(engine.voices) and not isinstance(engine, BrowserVoice)


async def clip_of(text: str, *, voice: str = "", speed: float = 1.0) -> Clip:
    """Of one sentence in words. Raises SpeechError."""
    seconds = settings.VIVA_VOICE_SECONDS
    return await get_speaker().clip(text, voice=voice, speed=speed, deadline=seconds)


async def clip_of_all(text: str) -> Clip:
    """A whole text as one file, with a pause between its sentences. Raises SpeechError."""
    sounds = [read_wav((await clip_of(each.spoken)).data) for each in sentences(text)]
    rate = sounds[0].rate if sounds else 16_000
    pause = bytes(int(rate * PAUSE_SECONDS) * BYTES_PER_SAMPLE)
    return Clip(write_wav(Sound(pause.join(sound.pcm for sound in sounds), rate)))


def is_spoken(interview: Interview) -> bool:
    """Whether its company planned it to be spoken: then its sound is recorded too, if the candidate agrees."""
    return interview.enable_audio or interview.enable_video


class Preparer:
    """Has clips made in the background, to be there when a page asks; for rooms that listen, and no others."""

    def __init__(self) -> None:
        self._under_way: set[asyncio.Task[None]] = set()
        self._listened: OrderedDict[int, float] = OrderedDict()

    def note_listening(self, session_id: int) -> None:
        """A page of the session has asked for what is said. From any thread."""
        self._listened[session_id] = time.monotonic()
        self._listened.move_to_end(session_id)
        while len(self._listened) > MOST_LISTENED:
            self._listened.popitem(last=False)

    def listens(self, session_id: int) -> bool:
        return time.monotonic() - self._listened.get(session_id, float("-inf")) < LISTENED_SECONDS

    def said(
        self, session: InterviewSession, plan: Plan, messages: Iterable[ChatMessage], *, is_first: bool
    ) -> None:
        """What was said now comes first. No page can have asked before the first of it: that is made, with the
        planned questions, where the interview is planned to be spoken."""
        if session.interview.company_id is None or not makes_sound():
            return
        if not self.listens(session.pk) and not (is_first and is_spoken(session.interview)):
            return
        texts = [message.text for message in messages if message.speaker == Who.INTERVIEWER]
        if is_first:
            texts += [question.text for question in plan.script.questions]
        spoken = [sentence.spoken for text in texts for sentence in sentences(text)]
        task = asyncio.create_task(get_speaker().prepare(spoken, deadline=settings.VIVA_VOICE_SECONDS))
        self._under_way.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        if not task.cancelled() and (error := task.exception()):
            logger.warning(
                "sentences could not be prepared; they are made when they are asked for", exc_info=error
            )

    async def stop(self) -> None:
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)


preparer = Preparer()
