"""The arithmetic of a result: 10 points a question that counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from viva.interviews.enums import Outcome

if TYPE_CHECKING:
    from viva.interviews.models import InterviewResponse

POINTS_PER_QUESTION = 10.0


@dataclass(frozen=True, slots=True)
class Totals:
    """`total` of `most` points and their share in percent. Not `assessed`: nothing was answered."""

    total: float
    most: float
    percentage: float
    assessed: bool


def calculate_score(responses: Iterable[InterviewResponse]) -> Totals:
    """Sum the responses that count.

    4 answers of 10 points each with 8.125 on average give 32.5 and 81.25 %. Skipped, *I don't know* and left
    count 0; not reached and withheld are left out. Where nothing was answered (*I don't know* is an answer,
    skipping is none) the interview is not assessed, unless a person has given points for it all the same.
    """
    counted = [response for response in responses if response.counts and response.score is not None]
    total = sum(response.score or 0.0 for response in counted)
    most = POINTS_PER_QUESTION * len(counted)
    answered = any(row.outcome in {Outcome.ANSWERED, Outcome.DONT_KNOW} or row.score for row in counted)
    percentage = round(100.0 * total / most, 2) if most else 0.0
    return Totals(round(total, 3), most, percentage, answered)
