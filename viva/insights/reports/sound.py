"""What the record of an interview says of its sound: the recording's parts, without a way to them, and what was
said aloud."""

from __future__ import annotations

from typing import Any

from viva.interviews.models import Interview
from viva.live.heard import heard, told_of
from viva.live.models import ChatMessage, Recording, Utterance

Shape = dict[str, Any]


def recording_shape(interview: Interview) -> Shape | None:
    """None where nothing was recorded. An erased one has no parts, but says when it was erased."""
    recording = Recording.objects.select_related("session__interview").filter(session__interview=interview).first()
    if recording is None:
        return None
    told = heard(recording)
    return {
        "id": recording.pk,
        "expires_at": told.keep_until,
        "erased_at": told.erased_at,
        "gaps": told_of(told.gaps),
        "parts": [part.told() for part in told.parts],
    }


class SaidAloud:
    """How the lines of one interview were spoken, and what was said and never sent."""

    def __init__(self, interview: Interview) -> None:
        utterances = list(Utterance.objects.filter(session__interview=interview).select_related("question"))
        self._by_message = {each.message_id: each for each in utterances if each.message_id}
        self.unsent = [_unsent(each) for each in utterances if each.message_id is None]

    def of(self, line: ChatMessage) -> Shape | None:
        """None for what was typed."""
        how = line.payload.get("spoken") if isinstance(line.payload, dict) else None
        if not isinstance(how, dict):
            return None
        return {
            "begin": line.payload.get("spoken_from"),
            "end": line.payload.get("spoken_until"),
            "engine": how.get("engine", ""),
            "rough": how.get("rough"),
            "mended": how.get("mended"),
            "missing": how.get("missing", 0),
            "again": _written(self._by_message.get(line.pk)),
        }


def _unsent(utterance: Utterance) -> Shape:
    return {
        "question": utterance.question.order if utterance.question else None,
        "begin": utterance.begun_at,
        "end": utterance.ended_at,
        "missing": utterance.missing,
        "again": _written(utterance),
    }


def _written(utterance: Utterance | None) -> Shape | None:
    """From the recording, afterwards."""
    if utterance is None or utterance.written_at is None:
        return None
    return {
        "text": utterance.text,
        "engine": utterance.engine,
        "version": utterance.version,
        "rough": utterance.rough,
        "quality": utterance.quality,
        "at": utterance.written_at,
    }
