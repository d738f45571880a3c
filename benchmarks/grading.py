"""How well the embedded grader agrees with people, zero-shot, and how long it takes.

Run: python -m benchmarks.grading [--data FOLDER] [--out FILE]. FOLDER holds CSV files with the columns
question_id, question, reference_answer, answer, score, max_score; without it only time and memory are measured.
Printed per file: Pearson's r and the root mean square error in the file's own points, with 95 % intervals over
questions drawn with replacement; the error also after calibration in folds of whole questions; the weighted F1 of
right (half of the points or more) against wrong, at half of the points and at its best. *Alignment* is the bare
method (whole reference, whole answer), *grade* what the product says of a question without key points. No weight
is fitted to Mohler's marks; docs/grading.md says what was, and what was chosen by eye.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.agreement import best_f1, calibrated, correlate, interval, miss, weighted_f1
from benchmarks.outcome import Outcome
from viva.ai.grading import grade
from viva.ai.grading.alignment import match, prepare_said, prepare_wording
from viva.ai.grading.encoder import load_encoder
from viva.ai.grading.words import content_stems
from viva.ai.types import Difficulty, EvaluationRequest, KeyPoint, Kind, Question
from viva.core.worker_process import ONE_THREAD

ANSWER_WORDS = 150
REPEATS = 60
POINTS = 5
RESIDENT = "import psutil; r = lambda: psutil.Process().memory_info().rss; "
TEXT = (
    "An index keeps a sorted copy of the column so the database finds rows without reading the table. "
    "Writes get slower since every insert must update it, and it needs space on disk. "
    "If most rows match the condition, the planner prefers a full scan of the table. "
)
ANSWER = (
    TEXT + "In my last project we had orders by customer and date, and the report took forty seconds. "
    "I looked at the plan first, saw the sequential scan and added a composite index with the customer in front. "
    "The order of the columns matters because only a prefix can be used for the search. "
    "After that the query took thirty milliseconds, yet the nightly import became noticeably longer. "
    "So we dropped two older indexes that nothing had touched for months, which the statistics view shows. "
    "For text search a B-tree does not help with a leading wildcard, one needs trigrams or an inverted index. "
    "I would also mention covering indexes, which answer a query without visiting the heap, and partial ones. "
)


def read_rows(path: Path, limit: int) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["reference_answer"].strip()]
    return rows if not limit else rows[:: max(1, len(rows) // limit)]


def as_question(row: dict[str, str]) -> Question:
    return Question(
        id=row["question_id"],
        text=row["question"],
        kind=Kind.TECHNICAL,
        difficulty=Difficulty.MEDIUM,
        expected_answer=row["reference_answer"],
    )


def align(row: dict[str, str]) -> float:
    asked = frozenset(content_stems(row["question"]))
    reference, answer = load_encoder().encode([row["reference_answer"], row["answer"]])
    said = prepare_said([answer], asked=asked, compared=frozenset())
    return match(prepare_wording(reference, asked=asked, compared=frozenset()), said).together


def judge(row: dict[str, str]) -> float | None:
    score = grade(EvaluationRequest(question=as_question(row), answers=(row["answer"],))).score
    return None if score is None else score / 10


def measure_agreement(path: Path, limit: int) -> dict[str, Any]:
    rows = read_rows(path, limit)
    judged = [(row, judge(row)) for row in rows]
    kept = [(row, value) for row, value in judged if value is not None]
    top = float(rows[0]["max_score"])
    human = np.array([float(row["score"]) for row, _ in kept])
    groups = np.array([row["question_id"] for row, _ in kept])
    given = np.array([value for _, value in kept]) * top
    aligned = np.array([align(row) for row, _ in kept]) * top
    return {
        "file": path.name,
        "answers": len(rows),
        "not_assessed": len(rows) - len(kept),
        "max_score": top,
        "alignment_r": interval(correlate, aligned, human, groups),
        "grade_r": interval(correlate, given, human, groups),
        "grade_rmse_raw": interval(miss, given, human, groups),
        "grade_rmse_calibrated": interval(miss, calibrated(given, human, groups), human, groups),
        "f1_at_half": round(weighted_f1(given / top, human / top, threshold=0.5), 3),
        "f1_best_and_threshold": [round(value, 3) for value in best_f1(given / top, human / top)],
    }


def timed_request(number: int) -> EvaluationRequest:
    words = [*ANSWER.split()[: ANSWER_WORDS - 2], "case", str(number)]
    sentences = TEXT.split(". ")
    points = tuple(
        KeyPoint(
            f"p{point}",
            f"{sentences[point % 3]} {point}",
            1.0,
            tuple(f"{sentences[(point + n) % 3]} {n}" for n in range(3)),
        )
        for point in range(POINTS)
    )
    question = Question(
        "index", "What does an index do?", Kind.TECHNICAL, Difficulty.MEDIUM, TEXT, key_points=points
    )
    return EvaluationRequest(question=question, answers=(" ".join(words),))


def measure_time() -> dict[str, Any]:
    """Milliseconds on one thread for a 150-word answer to a question met before, and for one met for the
    first time."""
    began = time.perf_counter()
    load_encoder()
    loaded = time.perf_counter()
    grade(timed_request(-1))
    first = time.perf_counter()
    taken, busy = [], []
    for number in range(REPEATS):
        start, cpu = time.perf_counter(), time.process_time()
        grade(timed_request(number))
        taken.append((time.perf_counter() - start) * 1000)
        busy.append((time.process_time() - cpu) * 1000)
    return {
        "load_ms": (loaded - began) * 1000,
        "new_question_ms": (first - loaded) * 1000,
        "p50_ms": float(np.quantile(taken, 0.5)),
        "p95_ms": float(np.quantile(taken, 0.95)),
        "cpu_p50_ms": float(np.quantile(busy, 0.5)),
        "cpu_p95_ms": float(np.quantile(busy, 0.95)),
        "raw_ms": taken,
        "raw_cpu_ms": busy,
    }


def measure_as_worker() -> dict[str, Any]:
    """measure_time in a process set up as the grader's worker is: every library on one thread."""
    code = "import json; from benchmarks.grading import measure_time; print(json.dumps(measure_time()))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ | ONE_THREAD
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def measure_memory() -> float:
    """MiB that a process gains by loading the model and judging one answer."""
    code = (
        RESIDENT + "before = r()\n"
        "from benchmarks.grading import grade, timed_request\n"
        "[grade(timed_request(n)) for n in range(5)]\n"
        "print((r() - before) / 2**20)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


def describe_run() -> dict[str, Any]:
    commit = subprocess.run(
        ["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    dirty = subprocess.run(["git", "status", "--porcelain"], capture_output=True, text=True, check=False).stdout
    return {
        "commit": commit + ("+changes" if dirty else ""),
        "model": load_encoder().name,
        "python": platform.python_version(),
        "cores": len(os.sched_getaffinity(0)),
        "load_before": os.getloadavg()[0],
    }


def measure() -> Outcome:
    """Time and memory alone, as `python -m benchmarks` wants it: there is no limit on these."""
    speed, memory = measure_time(), measure_memory()
    lines = (
        f"model loaded in {speed['load_ms']:.0f} ms; a question met first {speed['new_question_ms']:.0f} ms",
        f"an answer of {ANSWER_WORDS} words: p50 {speed['p50_ms']:.0f} ms, p95 {speed['p95_ms']:.0f} ms",
        f"a process gains {memory:.0f} MiB",
    )
    return Outcome("grading", (), lines, {"time": speed, "memory_mib": memory})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--limit", type=int, default=0, help="about this many answers of each file, evenly spread")
    parser.add_argument("--out", type=Path, default=Path("var/benchmarks/grading.json"))
    options = parser.parse_args()
    figures: dict[str, Any] = {"time": measure_as_worker(), "memory_mib": measure_memory(), **describe_run()}
    speed = figures["time"]
    print(f"load {speed['load_ms']:.0f} ms, question met first {speed['new_question_ms']:.0f} ms")
    print(f"150 words p50 {speed['p50_ms']:.0f} ms, p95 {speed['p95_ms']:.0f} ms")
    print(f"of it processor p50 {speed['cpu_p50_ms']:.0f} ms, p95 {speed['cpu_p95_ms']:.0f} ms")
    print(f"memory {figures['memory_mib']:.0f} MiB")
    figures["agreement"] = []
    for path in sorted(options.data.glob("*.csv")) if options.data else ():
        found = measure_agreement(path, options.limit)
        figures["agreement"].append(found)
        print(json.dumps(found))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
