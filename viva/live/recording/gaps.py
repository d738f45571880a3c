"""What of an interview is not on its recording: everything that no chunk covers. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

# Shorter holes are the seams between a recorder's slices, which nobody hears.
LEAST_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Span:
    begin: datetime
    end: datetime

    @property
    def seconds(self) -> float:
        return (self.end - self.begin).total_seconds()


def gaps_in(whole: Span, recorded: Iterable[Span]) -> list[Span]:
    """In order, each of at least LEAST_SECONDS. Spans may overlap, and reach over the ends of `whole`."""
    found, reached = [], whole.begin
    for span in sorted(recorded, key=lambda each: each.begin):
        if span.begin > reached:
            found.append(Span(reached, min(span.begin, whole.end)))
        reached = max(reached, span.end)
        if reached >= whole.end:
            break
    found.append(Span(reached, whole.end))
    return [gap for gap in found if gap.seconds >= LEAST_SECONDS]
