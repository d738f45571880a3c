"""Stories and designs judged by a rubric, criterion by criterion, and what that does to the score.

docs/decisions/0036-rubrics.md has the reasons.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from viva.ai.grading.cues import Cues, is_excluded, load_rubrics, mark, without_asked, worth_in
from viva.ai.grading.encoder import Encoded, load_encoder
from viva.ai.grading.quotes import verify_quote
from viva.ai.grading.segments import split_segments
from viva.ai.grading.spelling import respell
from viva.ai.types import Criterion, Kind, Question

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]

RUBRIC = 0.3
"""The part of the score that the rubric decides on; it never adds to what the key points earned."""
ENOUGH = 0.7
"""Mean share of the criteria from which nothing is lost; less where the expected answer itself shows less."""
MET = 0.9
"""Share from which nothing is advised."""
SHOWN = 0.4
"""Share from which a sentence is quoted."""
ALIKE = (0.4, 0.6)
"""Cosine with a prototype from which a sentence is a sign of the criterion, and from which it is a plain one."""
SIGN = 0.6
"""What a plain sign by likeness alone is worth."""
SECOND = 0.5
"""What the second best sentence adds where they do not add up."""
OPENING = 0.6
"""What a first sentence that tells of something past is worth, as a situation."""
NEAR = (0.12, 0.22)
"""Nearness of off-topic talk, and of an answer that speaks of the matter."""
NAMED = 3
"""Names of criteria in one sentence from which it talks about the rubric, and shows nothing."""
_NAMES = re.compile(
    r"\b(situations?|tasks?|actions?|results?|reflection|star|requirements?|components?|trade-?offs?|numbers|"
    r"failures?|scaling)\b"
)
_STORY = re.compile(
    r"\b(time|situation|occasion|moment|case) (when|in which|where|that)\b|\bwhen (did|have|were) you\b|"
    r"\bdid it last\b|\bhas caused\b|\ban example of\b|\bhave you ever\b",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(r"\b(would you|do you)\b", re.IGNORECASE)
_HAPPENED = re.compile(r"\b(did|have|has|had|was|were|tell|describe|recall|\w+ed)\b", re.IGNORECASE)


def rubric_of(kind: Kind, text: str) -> tuple[Cues, ...]:
    """The criteria that a question is judged by besides its key points; none where neither a design nor a story is
    asked for."""
    if kind is Kind.SYSTEM_DESIGN:
        return load_rubrics()["design"]
    return load_rubrics()["story"] if _asks_for_a_story(kind, text) else ()


def tells_a_story(question: Question) -> bool:
    """Whether its answer is something that one has lived through."""
    return question.kind is not Kind.SYSTEM_DESIGN and bool(rubric_of(question.kind, question.text))


def _asks_for_a_story(kind: Kind, text: str) -> bool:
    if kind is Kind.BEHAVIORAL:
        return bool(_HAPPENED.search(text)) or not _SUPPOSED.search(text)
    return kind is Kind.HR and bool(_STORY.search(text))


def judge_criteria(
    question: Question, sentences: Sequence[Encoded], answers: Sequence[str], *, near: float
) -> tuple[Criterion, ...]:
    """`near`: the answer's nearness to what is expected; talk of something else shows nothing."""
    topic = min(max((near - NEAR[0]) / (NEAR[1] - NEAR[0]), 0.0), 1.0)
    return _judge(rubric_of(question.kind, question.text), question.text, sentences, answers, topic=topic)


def _judge(
    rubric: Sequence[Cues], asked: str, sentences: Sequence[Encoded], answers: Sequence[str], *, topic: float = 1.0
) -> tuple[Criterion, ...]:
    own = [each for each in sentences if len(set(_NAMES.findall(each.text.lower()))) < NAMED]
    marked = [mark(without_asked(respell(each), asked)) for each in own]
    return tuple(_criterion(cues, own, marked, answers, topic=topic) for cues in rubric)


def _criterion(
    cues: Cues, sentences: Sequence[Encoded], marked: Sequence[str], answers: Sequence[str], *, topic: float
) -> Criterion:
    if cues.needs_past and not any("~" in text or "^" in text for text in marked):
        marked, sentences = [], []
    worths = [
        0.0 if is_excluded(cues, text) else max(worth_in(cues, text), SIGN * alike)
        for text, alike in zip(marked, _likeness(cues, sentences), strict=True)
    ]
    if cues.opening is not None and marked and cues.opening.search(marked[0]):
        worths[0] = max(worths[0], OPENING)
    if cues.closes and len(worths) > 1:
        worths[0] = 0.0
    best = sorted(worths, reverse=True)
    whole = sum(best) if cues.adds_up else sum(best[:1]) + SECOND * sum(best[1:2])
    share = round(min(1.0, whole) * topic, 2)
    shown = sentences[worths.index(best[0])].text if best and best[0] and share >= SHOWN else None
    return Criterion(
        id=cues.id,
        text=cues.text,
        share=share,
        quote=verify_quote(shown, answers),
        advice="" if share >= MET else cues.partly if share >= 0.5 else cues.absent,
    )


def _likeness(cues: Cues, sentences: Sequence[Encoded]) -> list[float]:
    """0-1 for each sentence: how like it is to one that shows the criterion."""
    prototypes = _prototypes().get(cues.id)
    if prototypes is None or not sentences:
        return [0.0] * len(sentences)
    import numpy as np

    cosines = (np.stack([each.mean for each in sentences]) @ prototypes.T).max(axis=1)
    return [float(each) for each in np.clip((cosines - ALIKE[0]) / (ALIKE[1] - ALIKE[0]), 0.0, 1.0)]


@lru_cache(maxsize=1)
def _prototypes() -> dict[str, Floats]:
    """The prototypes of each criterion as vectors, one call for all."""
    import numpy as np

    cues = [each for rubric in load_rubrics().values() for each in rubric if each.prototypes]
    vectors = iter(load_encoder().encode([text for each in cues for text in each.prototypes]))
    return {each.id: np.stack([next(vectors).mean for _ in each.prototypes]) for each in cues}


def warm_rubrics() -> None:
    """Make the prototypes' vectors now (a fifth of a second) rather than at the first story."""
    _prototypes()


def weigh(score: float, criteria: Sequence[Criterion], question: Question) -> float:
    """`score` (0-10) with the rubric in it: what the criteria do not show takes up to 30 % of it away."""
    if not criteria:
        return score
    wanted = min(ENOUGH, _shown_by(question.expected_answer, question.kind, question.text))
    return score * (1 - RUBRIC * (1 - min(1.0, _mean(criteria) / wanted))) if wanted else score


@lru_cache(maxsize=128)
def _shown_by(expected: str, kind: Kind, asked: str) -> float:
    """The mean share of the criteria in the expected answer: nobody has to show more.
    1 without one."""
    if not expected.strip():
        return 1.0
    sentences = load_encoder().encode([each.text for each in split_segments([expected])])
    return _mean(_judge(rubric_of(kind, asked), asked, sentences, ()))


def _mean(criteria: Sequence[Criterion]) -> float:
    return sum(each.share for each in criteria) / len(criteria)
