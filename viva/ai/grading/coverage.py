"""How far each key point is met by an answer, with the sentence that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from viva.ai.grading.alignment import Match, Said, match
from viva.ai.grading.encoder import Encoded
from viva.ai.grading.preparation import Prepared, rival_evidence
from viva.ai.types import KeyPoint

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]

NOTHING, FULL = 0.36, 0.60
"""Evidence of another topic of the same field, and of a plain paraphrase; the share rises evenly between them."""
OFF_TOPIC, ON_TOPIC = 0.22, 0.42
"""Evidence of a sentence up to which it is off the topic, and from which it is on it."""
ON_THE_MATTER = (0.26, 0.37)
"""Nearness of an answer to another question of the field, which is worth nothing, and of one to the
question itself."""
NEAR_ENOUGH = (0.30, 0.38)
"""Nearness from which, and up to which, the leeway grows."""
DERIVED = (0.2, 0.5)
"""NOTHING and FULL where the key points are bare clauses of the expected answer, with no other wordings to
meet."""
BREADTH = (0.5, 0.8)
"""Share of the key points of which there is a sign at all, from which, and up to which, the leeway grows."""
LEEWAY = 0.17
"""How much lower FULL is for an answer that is as rich, near and broad as the expected one."""
SOME, AS_MUCH = 0.45, 0.85
"""Share of the expected answer's number of content words from which, and up to which, the leeway grows."""
TOGETHER = 0.06
"""What evidence scattered over several sentences counts less than that of one."""
RIVALRY = 0.5
"""How much a sentence counts less for a key point when it plainly speaks of another one."""
CLEAR = 0.60
"""Evidence from which no other key point can take a sentence away."""
MOST_SCATTERED = 0.85
COPY = (0.7, 0.9)
"""Evidence from which a sentence is near the expected one, and from which it is the same."""
AGREES, DENIES = 0.15, 0.5
"""Share of opposing word pairs up to which a sentence agrees, and from which it denies."""
DENIED = 0.3
"""Share from which a key point counts as denied."""
ELSEWHERE = 0.1
"""How much nearer to another key point a sentence must be that does not deny this one, which is said elsewhere."""


Lookup = tuple[tuple[Match, ...], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """`share` 0-1 of the key point met; `denied` 0-1 how far the answer says the opposite; `segment` and
    `denying` are the places of the sentences that say so, best first."""

    point: KeyPoint
    share: float
    denied: float
    evidence: float
    segment: int | None
    denying: int | None = None


def nearness(prepared: Prepared, sentences: Sequence[Encoded]) -> float:
    """Cosine of the answer's two nearest sentences with what is expected: padding cannot lower it."""
    import numpy as np

    cosines = sorted((float(sentence.mean @ prepared.centre) for sentence in sentences), reverse=True)
    return float(np.mean(cosines[:2])) if cosines else 0.0


def look_up(prepared: Prepared, said: Said) -> Lookup:
    """Every wording of every key point in every sentence."""
    return tuple(tuple(match(wording, said) for wording in group) for group in prepared.wordings)


def find_points(prepared: Prepared, said: Said, matches: Lookup, *, near: float) -> list[Found]:
    """One Found per key point, in order.

    An answer that says as much on the topic as the expected one is allowed looser wording (`full`): in
    entirely other words it aligns less, while a short answer with loose wording has merely touched the
    topic.
    """
    import numpy as np

    if not said.segments:
        return [Found(point, 0.0, 0.0, 0.0, None) for point in prepared.points]
    raw = np.array([np.max([each.evidence for each in group], axis=0) for group in matches])
    breadth = between(float((raw.max(axis=1) > NOTHING).mean()), *BREADTH)
    leeway = breadth * substance(prepared, said, topicality(matches, said)) * between(near, *NEAR_ENOUGH)
    nothing, full = NOTHING - 0.3 * LEEWAY * leeway, FULL - LEEWAY * leeway
    if prepared.derived:
        nothing, full = DERIVED
    topic = between(near, *ON_THE_MATTER)
    return [
        _judge(point, matches[row], rival=rival_evidence(raw, row), nothing=nothing, full=full, topic=topic)
        for row, point in enumerate(prepared.points)
    ]


def topicality(matches: Lookup, said: Said) -> Floats:
    """For each sentence the strongest evidence that it speaks of any key point."""
    import numpy as np

    evidence = [each.evidence for group in matches for each in group]
    return np.asarray(np.max(evidence, axis=0) if evidence else np.zeros(said.segments), dtype=np.float32)


def share_on_topic(said: Said, topical: Floats) -> float:
    """0-1: the share of the answer's words outside the question that stand in sentences on the topic, fully
    from ON_TOPIC."""
    import numpy as np

    if not said.segment:
        return 0.0
    degree = np.clip((topical - OFF_TOPIC) / (ON_TOPIC - OFF_TOPIC), 0.0, 1.0)
    return float(np.mean([degree[number] for number in said.segment]))


def substance(prepared: Prepared, said: Said, topical: Floats) -> float:
    """0-1: distinct content words in sentences on the topic, against those of the expected answer."""
    own = {
        word.stem
        for word, number in zip(said.words, said.segment, strict=True)
        if not word.stop and topical[number] > NOTHING
    }
    wanted = {word.stem for wording in prepared.expected for word in wording.words if not word.stop}
    return between(len(own) / max(len(wanted), 1), SOME, AS_MUCH)


def _judge(
    point: KeyPoint, matches: Sequence[Match], *, rival: Floats, nothing: float, full: float, topic: float
) -> Found:
    """Each wording votes in each sentence, for or against, with the weight of its share."""
    import numpy as np

    evidence = np.array([each.evidence for each in matches])
    lost = np.where(evidence < CLEAR, RIVALRY * np.maximum(rival - evidence, 0), 0)
    shares = topic * calibrate(evidence - lost, nothing=nothing, full=full)
    denial = denial_of(np.array([each.conflict for each in matches]))
    agreed, against = shares * (1 - denial), shares * denial
    net = np.clip(2 * agreed.sum(axis=0) / np.maximum((agreed + against).sum(axis=0), 1e-9), 0, 1)
    by_sentence = agreed.max(axis=0) * net
    best = int(by_sentence.argmax())
    denials = against.max(axis=0) * (1 - net) * _about_it(evidence.max(axis=0), by_sentence, rival)
    share, denied = float(by_sentence[best]), float(denials.max())
    if denied < DENIED:
        share = max(share, topic * _scattered(matches, lost))
    elif denied > share:
        share *= 0.5
    return Found(
        point, share, denied, float(evidence[:, best].max()), best, int(denials.argmax()) if denied else None
    )


def _about_it(evidence: Floats, shares: Floats, rival: Floats) -> Floats:
    """0-1 for each sentence: how far it can deny what another one says plainly.

    A passing *no* or *without* in a sentence on another key point meets a word of this one; who contradicts
    himself speaks of the same.
    """
    import numpy as np

    behind = np.clip((rival - evidence) / ELSEWHERE, 0.0, 1.0)
    return np.asarray(1.0 - shares.max() * behind, dtype=np.float32)


def _scattered(matches: Sequence[Match], lost: Floats) -> float:
    """The share where the words stand in several sentences: a little less, never the whole, and without
    leeway, since a long answer has a like word for nearly everything. What the nearest
    sentence loses to another key point is lost here too."""
    import numpy as np

    nearest = np.array([each.evidence.argmax() for each in matches])
    taken = lost[np.arange(len(matches)), nearest] + TOGETHER
    evidence = np.array([each.together for each in matches]) - taken
    denial = denial_of(np.array([each.together_conflict for each in matches]))
    share = float((calibrate(evidence) * (1 - denial)).max())
    return min(share, MOST_SCATTERED)


def closeness(prepared: Prepared, said: Said) -> float:
    """0-1: how nearly the answer is the expected one, sentence by sentence; 0 for mere paraphrases."""
    import numpy as np

    if not prepared.sentences or not said.segments:
        return 0.0
    shares = []
    for wording in prepared.sentences:
        found = match(wording, said)
        share = np.clip((found.evidence - COPY[0]) / (COPY[1] - COPY[0]), 0, 1) * (1 - denial_of(found.conflict))
        shares.append(float(share.max()))
    return float(np.mean(shares))


def between(value: float, low: float, high: float) -> float:
    return min(max((value - low) / (high - low), 0.0), 1.0)


def calibrate(evidence: Floats, *, nothing: float = NOTHING, full: float = FULL) -> Floats:
    import numpy as np

    return np.asarray(np.clip((evidence - nothing) / (full - nothing), 0.0, 1.0), dtype=np.float32)


def denial_of(conflict: Floats) -> Floats:
    import numpy as np

    return np.asarray(np.clip((conflict - AGREES) / (DENIES - AGREES), 0.0, 1.0), dtype=np.float32)
