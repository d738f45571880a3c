"""What the crowd says: assessable answers put together from the bank, and things that are no answers."""

from __future__ import annotations

import random
import re

from viva.ai.types import Question

SHORTEST, LONGEST = 60, 120  # words

NO_ANSWERS = (
    "Could you please repeat that?",
    "How much time do I have left?",
    "Could you clarify the question?",
    "Sorry, I didn't catch that.",
    "What was the question again?",
    "I don't understand the question.",
)
_FILLERS = (
    "In my last team we had a case much like this one and it took us two days to see what was going on.",
    "I would talk to the colleagues who wrote that part before I change anything in it.",
    "That is how I would begin, and then I would look at what the numbers say after a week.",
    "There is always the question of how much of this is worth the effort for a small product.",
    "I have seen people do it the other way round, and it worked for them until the load grew.",
    "For the first version I would keep it as simple as I can and write down what I left out.",
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def answer_to(question: Question, chance: random.Random) -> str:
    """60 to 120 words: some of what is expected, some in other words, some beside the point."""
    known = _SENTENCE.split(question.expected_answer)
    other = [phrase.capitalize() + "." for point in question.key_points for phrase in point.paraphrases]
    said = chance.sample(known, k=max(1, len(known) // 2)) + chance.sample(other, k=min(2, len(other)))
    chance.shuffle(said)
    wanted = chance.randint(SHORTEST, LONGEST)
    fillers = chance.sample(_FILLERS, k=len(_FILLERS))
    while len(" ".join(said).split()) < wanted and fillers:
        said.insert(chance.randrange(len(said) + 1), fillers.pop())
    return " ".join(" ".join(said).split()[:wanted]).rstrip(",.;:") + "."
