"""How a line of the conversation came to be written where it was spoken, and what the recording gives of it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from viva.interviews.models import Interview
from viva.live.models import ChatMessage, Utterance


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


class Utterances:
    """Of one interview: by the message that tells them, and by the question for those that none does."""

    def __init__(self, interview: Interview) -> None:
        self._all = list(Utterance.objects.filter(session__interview=interview))

    def of_line(self, line: ChatMessage) -> dict[str, Any] | None:
        """What was written down again of it; None where nothing was."""
        return next((_written(each) for each in self._all if each.message_id == line.pk and each.written_at), None)

    def unsent(self, question_id: int) -> list[dict[str, Any]]:
        mine = (each for each in self._all if each.message_id is None and each.question_id == question_id)
        return [_unsent(each) for each in mine]


def _unsent(utterance: Utterance) -> dict[str, Any]:
    """`span` in ms since 1970, as the lines have it; `written` None while nothing has been written down."""
    return {
        "at": utterance.begun_at,
        "span": tuple(round(each.timestamp() * 1000) for each in (utterance.begun_at, utterance.ended_at)),
        "written": _written(utterance) if utterance.written_at else None,
        "is_waiting": utterance.next_attempt_at is not None,
    }


def _written(utterance: Utterance) -> dict[str, Any]:
    engine = " ".join(part for part in (utterance.engine, utterance.version) if part)
    return {"text": utterance.text, "engine": engine, "rough": utterance.rough}
