"""The rules that turn findings into a score, four metrics and a confidence. docs/grading.md explains them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from viva.ai.grading.coverage import Found
from viva.ai.grading.reading import Reading
from viva.ai.types import Metrics

RUBRIC_VERSION = "6"
HINT_COST, MOST_HINT_COST = 0.5, 1.5
SALAD_CAP = 2.0
COVERED = 0.5
"""Share from which a key point counts as covered."""
FEW_DENIALS, MANY_DENIALS = 0.2, 0.42
"""Weighted share of key points denied up to which nothing, and from which everything above 2 points, is lost."""
CLEARLY = 0.7
"""Share that at least one key point must reach for weak signs of the others to count in full."""
DENYING_CAP = 2.0
SHORT, LONG = 8, 600
SURE = 0.5
SLIP = 0.15
"""Share of an answer's words that may be taken for wrong before it costs anything: that may be a misreading."""
RIGHT_BY_SCORE = {0.0: 0.9, 0.5: 0.3, 8.0: 0.85}
"""From each score on the share that lay within 2 points of people's, rounded down, on every eleventh answer of two
sets (Mohler, SAF); between the ends it is a third or less."""


def weighted(values: Sequence[float], found: Sequence[Found]) -> float:
    """Mean of `values` by the key points' weights (0-1)."""
    total = sum(max(each.point.weight, 0.0) for each in found)
    if total <= 0:
        return 0.0
    return sum(value * max(each.point.weight, 0.0) for value, each in zip(values, found, strict=True)) / total


def coverage_of(found: Sequence[Found]) -> float:
    return weighted([each.share for each in found], found)


def denial_in(found: Sequence[Found]) -> float:
    return weighted([each.denied for each in found], found)


def score_words(found: Sequence[Found], *, closeness: float) -> float:
    """0-10: weighted coverage, or nearness to the expected answer if higher; an answer that denies what is
    right keeps 2 at most."""
    if not found:
        return 0.0
    clearest = max(each.share for each in found)
    points = 10 * coverage_of(found) * min(1.0, clearest / CLEARLY)
    return max(less_denied(points, denial_in(found)), 10 * closeness)


def less_denied(points: float, denied: float) -> float:
    """`points` of an answer that denies so much, 0-1, of what is right."""
    lost = min(max((denied - FEW_DENIALS) / (MANY_DENIALS - FEW_DENIALS), 0.0), 1.0)
    return points * (1 - lost) + min(points, DENYING_CAP) * lost


def hint_cost(hints_used: int) -> float:
    return min(HINT_COST * max(hints_used, 0), MOST_HINT_COST)


def measure(found: Sequence[Found], reading: Reading, *, substance: float, topical: float) -> Metrics:
    """Four metrics 0-10; `substance` and `topical` 0-1."""
    coverage, denial = coverage_of(found), denial_in(found)
    right = coverage / (coverage + denial) if coverage + denial > 0 else 0.0
    return Metrics(
        clarity=_tenth(_clarity(reading)),
        relevance=_tenth(10 * topical),
        depth=_tenth(10 * coverage * (0.6 + 0.4 * substance)),
        technical_accuracy=_tenth(10 * right * min(1.0, coverage / COVERED)),
    )


def right_share(mistaken: float) -> float:
    """0-1: what an answer can be worth of whose words that share is known to be wrong; a slip costs nothing."""
    return 1 - max(0.0, mistaken - SLIP) / (1 - SLIP)


def less_accurate(metrics: Metrics, *, mistaken: float) -> Metrics:
    """What is known to be wrong, 0-1 of the answer's words, cannot be accurate."""
    most = 10 * right_share(mistaken)
    return replace(metrics, technical_accuracy=_tenth(min(metrics.technical_accuracy, most)))


def _clarity(reading: Reading) -> float:
    """10, less for sentences over 30 words on average, for word lists, and for one or two words as an answer."""
    if not reading.judged:
        return 0.0
    words = sum(segment.words for segment in reading.judged)
    mean = words / len(reading.judged)
    listed = sum(segment.words for segment in reading.salad)
    value = 10 - max(0.0, mean - 30) * 0.3 - 6 * listed / (words + listed)
    return max(0.0, value) * min(1.0, words / SHORT)


def judge_confidence(
    found: Sequence[Found], reading: Reading, *, derived: bool, story: bool, score: float
) -> float:
    """0-1: less where key points lie between met and missed, signals conflict, or the answer is unusual.

    Of a story it is never sure: key points are general and stories are not, so good ones of the bank got 2 to 8
    points, and so did those told wrong.
    """
    value = _trust_in_total(score) if derived else _trust_in_points(found)
    value -= 0.5 * reading.cut + 0.3 * bool(reading.salad)
    if reading.words < SHORT and score > 1:
        value -= 0.2
    if reading.words > LONG:
        value -= 0.15
    if story or reading.foreign or reading.addressed_grader or (reading.salad and not reading.judged):
        value = min(value, 0.4)
    return round(min(max(value, 0.05), 0.95), 2)


def _trust_in_points(found: Sequence[Found]) -> float:
    doubt = weighted([4 * each.share * (1 - each.share) for each in found], found)
    mixed = weighted([min(1.0, 4 * each.share * each.denied) for each in found], found)
    return 0.95 - 0.5 * doubt - 0.5 * mixed


def _trust_in_total(score: float) -> float:
    """Of a score without key points, by RIGHT_BY_SCORE."""
    lower = max((each for each in RIGHT_BY_SCORE if each <= score), default=0.0)
    return RIGHT_BY_SCORE[lower]


def _tenth(value: float) -> float:
    return round(min(max(value, 0.0), 10.0), 1)
