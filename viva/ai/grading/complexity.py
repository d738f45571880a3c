"""How much faster a right solution's time grows than the reference's, counted only where the evidence is clear.

What is compared is how fast the times grow, not how long they are: an interpreter's start, a slower language or a
busy machine adds to all alike.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from viva.ai.types import CodeGrowth

NOISE_MS = 20.0
"""A shorter time of the solution says little of its input."""
REFERENCE_NOISE_MS = 1.0
"""Likewise of the reference, of which less has to be known: only that it grows more slowly."""
LEAST_POINTS = 3
STEEP = 1.6
"""Powers of n: a solution that grows more slowly is let be."""
EVEN = 0.45
"""How far the steps between two sizes may lie from one power."""
APART = 0.5
"""Powers of n that have to lie between the solution and the reference."""
TIMES_SLOWER = 10.0
LEAST_REFERENCE = 1.0
"""The power of a reference that is too quick to measure: it has to read its input."""
LOST_PER_POWER = 0.6
"""What each power of n above the reference's takes of the share."""
MOST_POWERS = 2
"""The excess of a solution that ran out of time before any of its times could be compared."""


def draw_growth(
    sizes: Sequence[int], times: Sequence[float], reference_times: Sequence[float], *, timed_out: bool = False
) -> CodeGrowth:
    """The powers that belong to these times; the three run in parallel, sizes growing."""
    own = list(zip(sizes, times, strict=True))
    reference = [point for point in zip(sizes, reference_times, strict=True) if point[1] >= REFERENCE_NOISE_MS]
    return CodeGrowth(
        sizes=tuple(sizes),
        times=tuple(times),
        reference_times=tuple(reference_times),
        power=_power_until_stopped(own) if timed_out else _even_power(_long(own)),
        reference_power=_even_power(reference),
        timed_out=timed_out,
    )


def excess_powers(growth: CodeGrowth) -> int:
    """Whole powers of n by which the solution grows faster; 0 where that is not clear. Whole, so that two
    measurements of the same solution say the same."""
    if growth.times[-1] < TIMES_SLOWER * growth.reference_times[-1]:
        return 0
    if growth.power is None:
        return MOST_POWERS if growth.timed_out else 0
    apart = growth.power - max(LEAST_REFERENCE, growth.reference_power or LEAST_REFERENCE)
    if growth.power < STEEP or apart < APART:
        return 0
    return max(1, round(apart))


def share_of_complexity(growth: CodeGrowth) -> float:
    """0-1: full where it grows no faster than the reference."""
    return round(max(0.0, 1 - LOST_PER_POWER * excess_powers(growth)), 2)


def name_powers(growth: CodeGrowth) -> tuple[str, str]:
    """(the solution's, the reference's) as one says them; the first is "" where the solution was stopped too soon.

    n and n log n cannot be told apart by their times."""
    if growth.power is None:
        return "", ""
    power = round(growth.power)
    reference = max(1, power - excess_powers(growth))
    return _name(power), "n log n" if reference == 1 else _name(reference)


def describe_growth(growth: CodeGrowth) -> str:
    """One or two sentences for the one who wrote it."""
    if not excess_powers(growth):
        return "On larger inputs its time grows no faster than the reference solution's."
    size, own, reference = growth.sizes[-1], growth.times[-1], growth.reference_times[-1]
    stopped = f"At size {size:,} it was stopped after {own:,.0f} ms; the reference took {reference:,.0f} ms."
    took = f"At size {size:,} it took {own:,.0f} ms, the reference {reference:,.0f} ms."
    figures = stopped if growth.timed_out else took
    power, possible = name_powers(growth)
    if not power:
        return f"On larger inputs it is far slower than the reference solution. {figures}"
    return f"On larger inputs its time grows with about {power} where {possible} was possible. {figures}"


def _name(power: int) -> str:
    return {1: "n", 2: "n²", 3: "n³"}.get(power, f"n^{power}")


def _long(points: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    return [point for point in points if point[1] >= NOISE_MS]


def _even_power(points: Sequence[tuple[int, float]]) -> float | None:
    """The p of time ~ size^p; None where there are too few points, or they follow no one power."""
    if len(points) < LEAST_POINTS:
        return None
    power = _slope(points[0], points[-1])
    return power if all(abs(_slope(*step) - power) <= EVEN for step in pairwise(points)) else None


def _power_until_stopped(points: Sequence[tuple[int, float]]) -> float | None:
    """Of one that ran into the time limit at the last point: what it shows before that, however few points there
    are; after a single one the least that it can be."""
    *finished, (size, at_least) = points
    long = _long(finished)
    if not long:
        return None
    first = long[0]
    return _slope(first, long[-1] if len(long) > 1 else (size, max(at_least, first[1])))


def _slope(before: tuple[int, float], after: tuple[int, float]) -> float:
    return round(math.log(after[1] / before[1]) / math.log(after[0] / before[0]), 2)
