"""Answers as people give them: sentences of the bank, with the pauses and fillers of one who thinks aloud.

Each speaker has a pace of their own. Pauses are log-normal, as Campione and Véronis (2002) found those of
spontaneous speech to be, and kept between SHORTEST and LONGEST. Where they stand: after each sentence, at most
commas, often before a conjunction, now and then in the middle of a phrase, and longer after a filler. Nothing of a
voice's melody says that a sentence goes on: each part is spoken by itself, which is harder than people make it.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from viva.ai.bank.loader import load_bank

SHORTEST, LONGEST = 0.3, 2.5  # seconds
MEDIAN, OF_SPEAKERS, OF_PAUSES = 0.55, 0.3, 0.5
"""Seconds; how much the medians of speakers differ, and one's pauses, as standard deviations of logarithms."""
THINKING = 1.6
"""Times as long is a pause after a filler or in the middle of a phrase."""
AT_COMMA, AT_CONJUNCTION, IN_PHRASE, FILLED, CLOSED = 0.65, 0.35, 0.03, 0.15, 0.25
FEWEST, MOST = 2, 5  # sentences
FILLERS = ("um", "uh", "so um", "you know")
CLOSERS = (
    "That's how I would do it.",
    "So yes, that's it.",
    "That is about all I can say.",
    "I think that covers it.",
    "That would be my answer.",
    "And that's basically the idea.",
    "So I would leave it there.",
    "But as I said, it depends.",
)
BRIEF = (
    "I don't know.",
    "Could you repeat the question, please?",
    "Yes, I am ready.",
    "Can I have a hint?",
    "I have not worked with that before.",
    "No, I would not.",
    "I would measure it first.",
    "How much time is left?",
    "It depends on the data.",
    "Let's move on to the next one.",
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_CONJUNCTIONS = frozenset(
    ("and", "but", "or", "because", "so", "since", "while", "which", "that", "when", "if", "although")
)


@dataclass(frozen=True, slots=True)
class Part:
    """Words said in one breath, and the seconds of silence after them. As written, with its marks."""

    text: str
    pause: float


def interviews(seed: int, *, count: int, answers: int) -> list[list[list[Part]]]:
    """What each of `count` people answers, part by part. The last answer but one of each is brief."""
    chance = random.Random(seed)
    questions = chance.sample(list(load_bank()), count * answers)
    texts = [_some(question.expected_answer, chance) for question in questions]
    found: list[list[list[Part]]] = []
    for number in range(count):
        median = MEDIAN * math.exp(chance.gauss(0, OF_SPEAKERS))
        own = texts[number * answers : (number + 1) * answers]
        own[-2] = chance.choice(BRIEF)
        found.append([list(_parts(text, median, chance)) for text in own])
    return found


def _some(text: str, chance: random.Random) -> str:
    """A few sentences that follow each other."""
    known = _SENTENCE.split(text)
    wanted = min(chance.randint(FEWEST, MOST), len(known))
    first = chance.randint(0, len(known) - wanted)
    said = known[first : first + wanted]
    return " ".join([*said, chance.choice(CLOSERS)] if chance.random() < CLOSED else said)


def _parts(text: str, median: float, chance: random.Random) -> Iterator[Part]:
    words: list[str] = []
    left = text.split()
    for at, word in enumerate(left):
        words.append(word)
        if at + 1 == len(left):
            yield Part(" ".join(words), 0.0)
            return
        likely, thinking = _likely(word, left[at + 1], len(words))
        if chance.random() >= likely:
            continue
        if chance.random() < FILLED:
            words.append(chance.choice(FILLERS))
            thinking = True
        yield Part(" ".join(words), _pause(median * (THINKING if thinking else 1.0), chance))
        words = []


def _likely(word: str, after: str, length: int) -> tuple[float, bool]:
    """Of a pause between the two, and whether it is one to think."""
    if word[-1] in ".!?":
        return 1.0, False
    if word[-1] in ",;:":
        return AT_COMMA, False
    if length < 3:
        return 0.0, False
    return (AT_CONJUNCTION, False) if after.lower() in _CONJUNCTIONS else (IN_PHRASE, True)


def _pause(median: float, chance: random.Random) -> float:
    return min(LONGEST, max(SHORTEST, median * math.exp(chance.gauss(0, OF_PAUSES))))
