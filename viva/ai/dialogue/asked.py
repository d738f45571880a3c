"""What the question that was asked means for understanding the reply to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from viva.ai.dialogue.words import stems_of
from viva.ai.engines.base import UnderstandRequest
from viva.ai.types import Kind

_QUOTED = re.compile(r"[`'\"“]([^`'\"”\s]{1,20})[`'\"”]")
_FEELINGS = re.compile(
    r"stress|pressure|nervous|anxi|feel|felt|emotion|fail|mistake|burn|overwhelm|difficult|tough"
)
_INVITES_QUESTIONS = re.compile(
    r"questions? (?:(?:do|have) you (?:have|got) )?(?:for|to) (?:me|us)|any questions"
    r"|questions? about (?:us|the (?:team|company|role|job|position))|(?:like|love|want|wish) to ask"
    r"|you(?:'d| would)? (?:like|love|want|wish) to know|ask (?:me|us)\b|your questions"
    r"|know about (?:us|the (?:team|company|role|job))"
)
_LONGEST_TERM = 4
_PERSONAL = frozenset({Kind.BEHAVIORAL, Kind.HR})


@dataclass(frozen=True, slots=True)
class Asked:
    """`text` is all that was asked, in lower case, `words` are the stems of its words, `terms` single words it
    may want as the answer."""

    kind: Kind
    coding: bool
    text: str
    words: frozenset[str]
    terms: frozenset[str]
    about_feelings: bool
    invites_questions: bool


def read_asked(request: UnderstandRequest) -> Asked:
    question = request.question
    text = f"{question.text} {request.waiting_for}".casefold()
    return Asked(
        kind=question.kind,
        coding=request.has_code or question.kind is Kind.CODING,
        text=text,
        words=stems_of(text),
        terms=_terms((question.expected_answer, *(point.text for point in question.key_points))),
        about_feelings=question.kind in _PERSONAL and bool(_FEELINGS.search(text)),
        invites_questions=bool(_INVITES_QUESTIONS.search(text)),
    )


def _terms(expected: tuple[str, ...]) -> frozenset[str]:
    """Words such as `pass` that are quoted in what is expected, or nearly all of it."""
    found: set[str] = set()
    for text in (each.casefold() for each in expected):
        found.update(_QUOTED.findall(text))
        if len(text.split()) <= _LONGEST_TERM:
            found.update(text.strip(".").split())
    return frozenset(found)
