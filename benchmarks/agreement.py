"""How well scores agree with people's marks: correlation, error as it is and after calibration, right against
wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

DRAWS = 1000
FOLDS = 5

Figure = Callable[[np.ndarray, np.ndarray], float]


def correlate(predicted: Sequence[float] | np.ndarray, human: Sequence[float] | np.ndarray) -> float:
    """Pearson's r."""
    return float(np.corrcoef(predicted, human)[0, 1])


def miss(predicted: Sequence[float] | np.ndarray, human: Sequence[float] | np.ndarray) -> float:
    """Root mean square error."""
    return float(np.sqrt(np.mean((np.asarray(predicted) - np.asarray(human)) ** 2)))


def interval(figure: Figure, predicted: np.ndarray, human: np.ndarray, groups: np.ndarray) -> list[float]:
    """[value, low, high]: 95 % over questions drawn with replacement."""
    chance = np.random.default_rng(0)
    places = {name: np.flatnonzero(groups == name) for name in np.unique(groups)}
    names = np.array(list(places))
    drawn = []
    for _ in range(DRAWS):
        rows = np.concatenate([places[name] for name in chance.choice(names, len(names))])
        drawn.append(figure(predicted[rows], human[rows]))
    low, high = np.quantile(drawn, [0.025, 0.975])
    return [round(float(each), 3) for each in (figure(predicted, human), low, high)]


def calibrated(predicted: np.ndarray, human: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Each score as the marks of other questions' answers of its height, by isotonic regression in five folds of
    whole questions."""
    names = np.unique(groups)
    np.random.default_rng(0).shuffle(names)
    found = np.empty(len(predicted))
    for fold in range(FOLDS):
        held = np.isin(groups, names[fold::FOLDS])
        heights, marks = isotonic(predicted[~held], human[~held])
        found[held] = np.interp(predicted[held], heights, marks)
    return found


def isotonic(predicted: np.ndarray, human: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Heights in order, and for each the mark that never falls with them: pool adjacent violators (Ayer et al.
    1955)."""
    heights, place = np.unique(predicted, return_inverse=True)
    counts = np.bincount(place).astype(float)
    blocks: list[tuple[float, float, int]] = []  # mean, weight, heights
    for mark, count in zip(np.bincount(place, weights=human) / counts, counts, strict=True):
        mean, weight, size = float(mark), float(count), 1
        while blocks and blocks[-1][0] >= mean:
            before, heavier, more = blocks.pop()
            mean = (mean * weight + before * heavier) / (weight + heavier)
            weight, size = weight + heavier, size + more
        blocks.append((mean, weight, size))
    return heights, np.repeat([block[0] for block in blocks], [block[2] for block in blocks])


def weighted_f1(predicted: np.ndarray, human: np.ndarray, *, threshold: float) -> float:
    """Of *right* (a mark of at least half) and *wrong*, weighted by how many answers are each."""
    said, is_right = predicted >= threshold, human >= 0.5
    total = 0.0
    for kind in (True, False):
        hits = np.sum((said == kind) & (is_right == kind))
        total += 2 * hits / max(np.sum(said == kind) + np.sum(is_right == kind), 1) * np.mean(is_right == kind)
    return float(total)


def best_f1(predicted: np.ndarray, human: np.ndarray) -> tuple[float, float]:
    """The highest weighted F1, and the threshold of it (0-1)."""
    return max((weighted_f1(predicted, human, threshold=cut), float(cut)) for cut in np.linspace(0.05, 0.95, 37))
