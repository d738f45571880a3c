"""The order of chosen questions: easier first, and no two of one main skill in a row if avoidable."""

from __future__ import annotations

from hashlib import sha256
from itertools import combinations, pairwise

from viva.ai.types import Difficulty, Question

_LEVELS = tuple(Difficulty)
MOST_PARTED = 40
"""Questions up to which swaps are tried, whose number grows with the square; no interview has as many."""
STARTS = 8  # one misses the best order in 2 cases of 100, eight in none of 3000 compared with all orders


def arrange(questions: list[Question], *, seed: str) -> list[Question]:
    """Sorts by difficulty, the rest by chance of `seed`, and takes the start that swaps can part best."""
    starts = (_shuffled(questions, seed=f"{start}/{seed}") for start in range(STARTS))
    if len(questions) > MOST_PARTED:
        return min(starts, key=clashes)
    return min(map(_parted, starts), key=clashes)


def _shuffled(questions: list[Question], *, seed: str) -> list[Question]:
    return sorted(questions, key=lambda item: (_LEVELS.index(item.difficulty), _shuffle_key(item, seed)))


def _parted(order: list[Question]) -> list[Question]:
    while better := _better_by_one_swap(order):
        order = better
    return order


def _better_by_one_swap(order: list[Question]) -> list[Question] | None:
    fewest, best = clashes(order), None
    for first, second in combinations(range(len(order)), 2):
        if order[first].difficulty is not order[second].difficulty:
            continue
        swapped = list(order)
        swapped[first], swapped[second] = swapped[second], swapped[first]
        if clashes(swapped) < fewest:
            fewest, best = clashes(swapped), swapped
    return best


def clashes(order: list[Question]) -> int:
    """How many neighbours have the same main skill."""
    return sum(one.skills[:1] == other.skills[:1] for one, other in pairwise(order))


def _shuffle_key(question: Question, seed: str) -> str:
    return sha256(f"order/{seed}/{question.id}".encode()).hexdigest()
