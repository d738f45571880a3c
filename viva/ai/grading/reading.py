"""What of an answer is judged: its sentences, without what is addressed to the grader, repeated, or no
sentence at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from viva.ai.grading import gates
from viva.ai.grading.injection import is_instruction, make_visible, strip_blocks
from viva.ai.grading.segments import Segment, count_words, split_segments
from viva.ai.grading.words import content_stems

MOST_WORDS = 1200
"""What is said beyond this is not judged (a 10-minute monologue has about 1,300 words); the answer is then
flagged."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`judged` sentences in order; the rest says what was left out and why."""

    judged: tuple[Segment, ...]
    salad: tuple[Segment, ...]
    words: int
    blank: bool
    gibberish: bool
    echo: bool
    foreign: bool
    addressed_grader: bool
    cut: bool


def read_answers(answers: Sequence[str], question: str, *, expected: str = "") -> Reading:
    """`expected`: an answer that is all there is to judge by; where that is a list of words a list is no salad."""
    visible = [make_visible(answer) for answer in answers]
    stripped = [strip_blocks(answer) for answer in visible]
    segments = split_segments([text for text, _ in stripped])
    honest = [segment for segment in segments if not is_instruction(segment.text)]
    addressed = len(honest) < len(segments) or any(suspicious for _, suspicious in stripped)
    rest = "\n".join(segment.text for segment in honest)
    sound = [segment for segment in honest if not gates.is_gibberish(segment.text)]
    kept = _shortened(_distinct(sound))
    salad, sentences = ([], kept) if gates.is_keyword_list(expected) else _sorted_out(kept, rest)
    echo = gates.is_echo(rest, question, expected=expected)
    return Reading(
        judged=() if echo else tuple(sentences),
        salad=() if echo else tuple(salad),
        words=count_words(rest),
        blank=not any(not gates.is_blank(answer) for answer in visible),
        gibberish=bool(honest) and not sound,
        echo=echo,
        foreign=gates.is_foreign(rest),
        addressed_grader=addressed,
        cut=sum(segment.words for segment in sound) > MOST_WORDS,
    )


def _distinct(segments: Sequence[Segment]) -> list[Segment]:
    """Each thing once: saying it again adds nothing."""
    seen: set[frozenset[str]] = set()
    kept = []
    for segment in segments:
        key = frozenset(content_stems(segment.text)) or frozenset({segment.text.lower()})
        if key not in seen:
            kept.append(segment)
        seen.add(key)
    return kept


def _shortened(segments: Sequence[Segment]) -> list[Segment]:
    kept, words = [], 0
    for segment in segments:
        words += segment.words
        if words > MOST_WORDS:
            break
        kept.append(segment)
    return kept


def _sorted_out(segments: Sequence[Segment], text: str) -> tuple[list[Segment], list[Segment]]:
    """(keyword salad, sentences); a text that is salad as a whole has no sentences."""
    if gates.is_salad(text):
        return list(segments), []
    salad = [segment for segment in segments if gates.is_keyword_list(segment.text)]
    return salad, [segment for segment in segments if segment not in salad]
