"""How long a silence must last before it is taken for the end of an answer.

Words that want others, or that are too rough to tell, are waited for longest. Words that round an answer off,
and requests, are taken at once. For all others the candidate's own pauses so far decide, since a pause between
two whole sentences has nothing in its words that tells it from the end. `python -m benchmarks speech` measures it.
"""

from __future__ import annotations

import math

from viva.speech.stt.base import Transcript
from viva.speech.turns.completeness import closes, looks_finished

QUICK_MS = 400
COMMIT_MS = 900
"""The least after words that look complete, however quick their speaker is."""
PATIENT_MS = 3_000
USUAL_MS, USUAL_COUNT = 650.0, 6
"""The pauses of somebody who has not been heard yet: so long, and so many of their own weigh as much. From 500 to
700 ms and from 3 to 12 the figures are much the same."""
SPREAD = 0.55
"""Of one speaker's pauses, as a standard deviation of their logarithms."""
NEARLY_ALL = 2.0
"""Standard deviations above a speaker's usual pause. With 1.6 two to four of a hundred pauses are cut, with 2.0
one to two, for 0.3 s more at the end of an answer."""


class Patience:
    """With one candidate, who may have been given `times` as much time as others. Pauses are log-normal, near
    enough."""

    def __init__(self, *, times: float = 1.0) -> None:
        self.times = times
        self._logs = USUAL_COUNT * math.log(USUAL_MS)
        self._count = USUAL_COUNT

    def went_on_after(self, ms: int) -> None:
        self._logs += math.log(min(ms, PATIENT_MS))
        self._count += 1

    def ms(self, said: Transcript) -> int:
        """Of silence, after which what was said so far is an answer."""
        return round(self.times * self._ms(said))

    def _ms(self, said: Transcript) -> int:
        if not said.is_good:
            return PATIENT_MS
        if closes(said.text):
            return QUICK_MS
        if not looks_finished(said.text):
            return PATIENT_MS
        return min(PATIENT_MS, max(COMMIT_MS, self._nearly_all_ms))

    @property
    def _nearly_all_ms(self) -> int:
        """Longer than nearly all pauses after which this candidate goes on."""
        return round(math.exp(self._logs / self._count + NEARLY_ALL * SPREAD))
