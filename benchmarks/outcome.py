"""What a benchmark found: ratios with their limits, and the raw figures kept as JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True)
class Ratio:
    """`value` may be at most `limit`; both in `unit` ("" for a pure ratio)."""

    name: str
    value: float
    limit: float
    unit: str = ""

    @property
    def holds(self) -> bool:
        return self.value <= self.limit

    def __str__(self) -> str:
        word = "PASS" if self.holds else "FAIL"
        return f"{word}  {self.name}: {self.value:.2f} {self.unit}(at most {self.limit:.2f})"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`lines` are the absolute figures for a person, `figures` the raw ones."""

    name: str
    ratios: tuple[Ratio, ...]
    lines: tuple[str, ...]
    figures: dict[str, Any]

    @property
    def holds(self) -> bool:
        return all(ratio.holds for ratio in self.ratios)

    def keep(self, machine: dict[str, Any], folder: Path = RESULTS) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self.name}.json"
        ratios = [{**asdict(ratio), "holds": ratio.holds} for ratio in self.ratios]
        found = {"machine": machine, "ratios": ratios, **self.figures}
        lines = (f"{json.dumps(key)}: {json.dumps(value)}" for key, value in found.items())
        path.write_text("{" + ",\n".join(lines) + "}\n")  # a line for each: lists of figures are long
        return path


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile: the smallest value that `share` of all values do not exceed."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]


def spread(milliseconds: Sequence[float]) -> dict[str, float]:
    """How many there are, their percentiles and the largest, in milliseconds."""
    marks = {f"p{round(share * 100)}": percentile(milliseconds, share) for share in (0.50, 0.95, 0.99)}
    return {"n": len(milliseconds), **marks, "max": max(milliseconds)}


def spread_line(name: str, found: dict[str, float]) -> str:
    marks = "  ".join(f"{mark} {found[mark]:8.2f}" for mark in ("p50", "p95", "p99", "max"))
    return f"{name:<28} {marks} ms  ({found['n']:.0f})"
