"""How many database queries a turn takes: from a frame at the room's socket until the reply has been sent.

The whole server on SQLite, with the shipped engine, grader and sandbox; every connection is watched. A query
reads or writes rows; what begins a transaction (two or three a turn) is kept in the raw figures and not counted.
Limit: 10, and the same at turn 2 and at turn 40.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.outcome import Outcome, Ratio
from benchmarks.seating import ROOT, environment, seat

LIMIT = 10
EARLY, LATE = 2, 40


def measure() -> Outcome:
    with tempfile.TemporaryDirectory(prefix="viva-bench-", ignore_cleanup_errors=True) as name:
        [taken] = seat(Path(name), count=1)
        counted = subprocess.run(
            [sys.executable, "-m", "benchmarks.counting", json.dumps(asdict(taken))],
            cwd=ROOT,
            env=environment(Path(name)),
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
    return _judge(json.loads(counted.stdout))


def _judge(turns: list[dict[str, Any]]) -> Outcome:
    counts = [len(_queries(turn)) for turn in turns]
    early, late = counts[EARLY - 1], counts[LATE - 1]
    dearest = turns[counts.index(max(counts))]
    return Outcome(
        "queries",
        (
            Ratio("queries in the dearest turn", max(counts), LIMIT),
            Ratio(f"an answer at turn {LATE} against one at turn {EARLY}", late / early, 1.0),
            Ratio(f"an answer at turn {EARLY} against one at turn {LATE}", early / late, 1.0),
        ),
        (
            f"an answer at turn {EARLY}: {early}, at turn {LATE}: {late}",
            *_by_kind(turns, counts),
            f"dearest: turn {dearest['turn']}, {dearest['kind']}",
        ),
        {
            "counts": [[turn["turn"], turn["kind"], n] for turn, n in zip(turns, counts, strict=True)],
            "dearest": dearest,
        },
    )


def _queries(turn: dict[str, Any]) -> list[str]:
    return [sql for sql in turn["statements"] if not sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE"))]


def _by_kind(turns: list[dict[str, Any]], counts: list[int]) -> list[str]:
    found: dict[str, set[int]] = {}
    for turn, count in zip(turns, counts, strict=True):
        found.setdefault(turn["kind"], set()).add(count)
    return [f"{kind}: {', '.join(map(str, sorted(each)))}" for kind, each in found.items()]
