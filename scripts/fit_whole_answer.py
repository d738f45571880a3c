"""Fits the weights of `viva.ai.grading.whole_answer` to people's marks.

    PYTHONPATH=. python scripts/fit_whole_answer.py --data FOLDER    # some minutes on one core

FOLDER holds the CSV files of SETS with the columns question_id, question, reference_answer, answer, score,
max_score, split; only rows of the split *train* are read. A ridge regression (Hoerl and Kennard 1970) on
standardised signs, in which each set counts by the root of its size. Printed are the weights of the signs and what
is added; nothing is written.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator
from dataclasses import astuple, fields
from pathlib import Path

import numpy as np

from viva.ai.grading.alignment import match, prepare_said
from viva.ai.grading.encoder import load_encoder
from viva.ai.grading.preparation import prepare_question
from viva.ai.grading.reading import read_answers
from viva.ai.grading.whole_answer import Likeness, compare
from viva.ai.types import Difficulty, Kind, Question

SETS = ("scientsbank", "beetle", "saf_english", "digiklausur")
PENALTY = 30.0


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from (row for row in csv.DictReader(file) if row["split"] == "train")


def likeness_of(row: dict[str, str]) -> Likeness | None:
    """None where there is nothing to compare."""
    expected = row["reference_answer"]
    question = Question(row["question_id"], row["question"], Kind.TECHNICAL, Difficulty.MEDIUM, expected)
    prepared = prepare_question(question)
    reading = read_answers((row["answer"],), row["question"], expected=expected)
    sentences = load_encoder().encode([segment.text for segment in reading.judged or reading.salad])
    said = prepare_said(sentences, asked=frozenset(), compared=prepared.compared)
    if not prepared.sentences or not said.segments:
        return None
    found = [match(wording, said) for wording in prepared.sentences]
    return compare(prepared, found, sentences)


def read_set(path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Signs (rows × 4), marks 0-1 and the weight of each row."""
    pairs = [(likeness_of(row), float(row["score"]) / float(row["max_score"])) for row in rows_of(path)]
    signs = np.array([astuple(likeness) for likeness, _ in pairs if likeness is not None])
    marks = np.array([mark for likeness, mark in pairs if likeness is not None])
    return signs, marks, np.full(len(marks), len(marks) ** -0.5)


def fit(signs: np.ndarray, marks: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, float]:
    """The weight of each sign and what is added to their sum."""
    centre, spread, mean = (
        np.average(signs, axis=0, weights=weights),
        signs.std(axis=0),
        np.average(marks, weights=weights),
    )
    standard = (signs - centre) / spread
    squares = standard.T @ (standard * weights[:, None]) + PENALTY * np.eye(signs.shape[1])
    slopes = np.linalg.solve(squares, standard.T @ ((marks - mean) * weights)) / spread
    return slopes, float(mean - centre @ slopes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    folder: Path = parser.parse_args().data
    parts = [read_set(folder / f"{name}.csv") for name in SETS]
    slopes, added = fit(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
    for field, slope in zip(fields(Likeness), slopes, strict=True):
        print(f"{field.name:<8} {slope:6.3f}")
    print(f"{'added':<8} {added:6.3f}")


if __name__ == "__main__":
    main()
