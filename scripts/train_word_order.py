"""Count which classes of words follow each other in people's short answers: the table of
`viva.ai.grading.word_order`.

    python scripts/train_word_order.py FOLDER viva/ai/grading/lexicon/order.json

FOLDER holds CSV files with a column `answer`. Only about two hundred frequencies are kept, no text.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from viva.ai.grading.word_order import classify

SHORTEST = 8


def read_answers(folder: Path) -> Iterator[str]:
    seen: set[str] = set()
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["answer"] not in seen and len(row["answer"].split()) >= SHORTEST:
                    seen.add(row["answer"])
                    yield row["answer"]


def count_order(answers: Iterator[str]) -> dict[str, float]:
    """Logarithm of observed over expected count for each pair of neighbouring classes."""
    pairs: Counter[tuple[str, str]] = Counter()
    for answer in answers:
        classes = classify(answer)
        pairs.update(pairwise(classes))
    total = sum(pairs.values())
    left, right = Counter[str](), Counter[str]()
    for (first, second), count in pairs.items():
        left[first] += count
        right[second] += count
    return {
        f"{first} {second}": round(
            math.log((pairs[first, second] + 1) / (left[first] * right[second] / total + 1)), 3
        )
        for first in sorted(left)
        for second in sorted(right)
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("target", type=Path)
    arguments = parser.parse_args()
    table = count_order(read_answers(arguments.folder))
    arguments.target.write_text(json.dumps(table, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
