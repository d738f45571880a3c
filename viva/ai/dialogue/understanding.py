"""What an utterance is: an answer, or one of the other things that people say in an interview.

The iron rule: an answer is never taken for anything else. By the rules an utterance is something other than an
answer only if every clause is accounted for, word by word (see `understanding.yaml`); where that is so, they have
decided. What they leave over may be content, or a way of saying it that they do not know: of that the classifier
(`classifier.py`) gives its shares, and only if an answer is unlikely is it taken for something else.
Text longer than LONGEST characters, or MOST_WORDS words, is an answer unseen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from viva.ai.dialogue import classifier
from viva.ai.dialogue.asked import Asked, read_asked
from viva.ai.dialogue.reading import Reading, read_clause
from viva.ai.dialogue.rules import AskingBack, Rules, load_rules
from viva.ai.dialogue.signs import ANSWER_AT, INTENTS, PLAINLY, Shares, Weighable, signs
from viva.ai.dialogue.words import Clause, clauses_of, plain
from viva.ai.engines.base import UnderstandRequest
from viva.ai.grading.errors import GradingError
from viva.ai.types import Intent, Kind, Understanding

LONGEST = 1500
MOST_WORDS = 60
WORDS_OF_TALK = 25  # more, with no sign of a wish, are an answer unseen
FEWEST_WORDS = 4  # of a sentence that is looked at by itself
WORDS_OF_CONTENT = 10  # of one that is an answer even beside a request
MOST_SENTENCES = 6
BEYOND_DOUBT = 0.95  # share that something else needs where the question itself is about such things
MOST_QUESTIONS_BACK = 2
MOST_WORDS_IN_QUESTION_BACK = 25

SURE = 0.95  # rules of thumb, not measured
LIKELY = 0.75
IN_DOUBT = 0.6

_ANSWER = INTENTS.index(Intent.ANSWER)
_BEFORE_ANSWERS = frozenset({Intent.THINKING, Intent.SMALL_TALK, Intent.DONT_KNOW})
_ASKED_BACK = frozenset({Intent.TIME, Intent.CLARIFY, Intent.HINT})
_TO_SOMEBODY = re.compile(
    r"\?|\b(?:you|your|yours|please|sorry|question|interview|next|hint|i (?:do not|don't|can't|cannot))\b"
)
_SENTENCE_ENDS = re.compile(r"(?<=[.?!])\s+|\n")


def understand(request: UnderstandRequest) -> Understanding:
    """By rules and classifier, in this process: loads the encoder. Deterministic, never raises, in bounded time
    whatever the text; by the rules alone where encoder or classifier are not there."""
    ruled = understand_by_rules(request)
    if not is_open(request, ruled):
        return ruled
    try:
        utterances = to_weigh(request, ruled)
        return decide(request, utterances, classifier.weigh(utterances))
    except GradingError:
        return ruled


def to_weigh(request: UnderstandRequest, ruled: Understanding) -> list[Weighable]:
    """The utterance, and each of its sentences that may be an answer by itself."""
    whole, sentences = (request.text, signs(request, ruled)), _SENTENCE_ENDS.split(request.text.strip())
    alone = [replace(request, text=sentence) for sentence in sentences if len(sentence.split()) >= FEWEST_WORDS]
    if len(sentences) == 1:
        return [whole]
    read = [(sentence, understand_by_rules(sentence)) for sentence in alone[:MOST_SENTENCES]]
    return [
        whole,
        *((sentence.text, signs(sentence, ruled)) for sentence, ruled in read if is_open(sentence, ruled)),
    ]


def is_open(request: UnderstandRequest, ruled: Understanding) -> bool:
    """Whether the classifier is to be asked: what the rules have not accounted for, unless it is long, or longish
    and told without a sign of a wish."""
    exact = LIKELY if ruled.intent is Intent.ANSWER else SURE
    words = len(request.text.split())
    if ruled.confidence == exact or len(request.text) > LONGEST or words > MOST_WORDS:
        return False
    return words <= WORDS_OF_TALK or not _is_talk(request.text, ruled)


def _is_talk(text: str, ruled: Understanding) -> bool:
    """Whether nothing in it is like anything that the rules know, and nobody is asked or addressed."""
    return ruled.intent is Intent.ANSWER and ruled.confidence == SURE and not _TO_SOMEBODY.search(plain(text))


def decide(request: UnderstandRequest, utterances: Sequence[Weighable], shares: Sequence[Shares]) -> Understanding:
    """The likeliest intent, or an answer where one is possible, or where somebody first thinks aloud and then says
    it. Beside a request a short sentence is rather its excuse: *I was looking at my notes*. What is hardly an
    answer and ends in a plain wish is that wish.

    `utterances` are what `to_weigh` gave, `shares` theirs, or only of the whole, where it is plainly an answer.
    """
    by_share, asked = dict(zip(INTENTS, shares[0], strict=True)), read_asked(request)
    likeliest, answer = max(by_share, key=by_share.__getitem__), by_share[Intent.ANSWER]
    sentences = list(zip(utterances[1:], shares[1:], strict=False))
    wish = _wish_at_the_end(request, sentences) if ANSWER_AT <= answer < PLAINLY else None
    if wish and not _is_the_topic(wish.intent, wish.confidence, asked):
        return wish
    least, words = (PLAINLY, FEWEST_WORDS) if likeliest in _BEFORE_ANSWERS else (BEYOND_DOUBT, WORDS_OF_CONTENT)
    said = _has_answer(sentences, least, words)
    if answer >= ANSWER_AT or said or _is_the_topic(likeliest, by_share[likeliest], asked):
        return Understanding(Intent.ANSWER, max(answer, IN_DOUBT))
    return Understanding(likeliest, by_share[likeliest])


def _has_answer(sentences: Sequence[tuple[Weighable, Shares]], least: float, words: int) -> bool:
    return any(each[_ANSWER] >= least and len(text.split()) >= words for (text, _), each in sentences)


def _wish_at_the_end(
    request: UnderstandRequest, sentences: Sequence[tuple[Weighable, Shares]]
) -> Understanding | None:
    """What the last sentence wants by the rules, where no long one is an answer beyond doubt: *I could bluff, but
    neither of us would enjoy it. No idea.*"""
    *before, last = _SENTENCE_ENDS.split(request.text.strip())
    if not before or _has_answer(sentences, BEYOND_DOUBT, WORDS_OF_CONTENT):
        return None
    ruled = understand_by_rules(replace(request, text=last))
    return ruled if ruled.intent is not Intent.ANSWER and ruled.confidence == SURE else None


def _is_the_topic(intent: Intent, share: float, asked: Asked) -> bool:
    """Whether what sounds like `intent` is what was asked for: questions where they are invited, nerves where the
    question is about them. Only what is beyond doubt is then something else."""
    if asked.invites_questions:
        return intent in _ASKED_BACK or share < BEYOND_DOUBT
    return asked.about_feelings and intent is Intent.DISTRESS and share < BEYOND_DOUBT


def understand_by_rules(request: UnderstandRequest) -> Understanding:
    """Deterministic, never raises, in bounded time whatever the text. LIKELY answers are words wanted."""
    if len(request.text) > LONGEST:
        return Understanding(Intent.ANSWER, SURE)
    rules, asked = load_rules(), read_asked(request)
    clauses = clauses_of(request.text, rules)
    if _is_hesitation(request.text, clauses, rules):
        return Understanding(Intent.THINKING, SURE)
    if not clauses:
        return Understanding(Intent.CLARIFY, SURE)
    if len(clauses) == 1 and len(clauses[0]) == 1 and clauses[0][0] in asked.terms:
        return Understanding(Intent.ANSWER, LIKELY)
    if _asks_back(request.text, asked, rules.asking_back):
        return Understanding(Intent.CLARIFY, LIKELY)
    return _decide([read_clause(clause, number, asked, rules) for number, clause in enumerate(clauses)])


def _is_hesitation(text: str, clauses: list[Clause], rules: Rules) -> bool:
    """Nothing but *um*, dots and silence. (Question marks alone are somebody lost, and not this.)"""
    if any(word not in rules.hesitations for clause in clauses for word in clause):
        return False
    return bool(clauses) or "?" not in text


def _asks_back(text: str, asked: Asked, openings: AskingBack) -> bool:
    """One or two questions about the task and nothing else: what a good candidate asks before starting."""
    sentences = [part.strip() for part in _SENTENCE_ENDS.split(plain(text)) if part.strip()]
    if len(sentences) > MOST_QUESTIONS_BACK or len(text.split()) > MOST_WORDS_IN_QUESTION_BACK:
        return False
    if asked.invites_questions or not sentences[-1].endswith("?"):
        return False
    return all(_is_question_back(sentence, asked, openings) for sentence in sentences)


def _is_question_back(sentence: str, asked: Asked, openings: AskingBack) -> bool:
    if openings.anywhere.match(sentence) or (asked.coding and openings.coding.match(sentence)):
        return True
    return asked.kind is Kind.SYSTEM_DESIGN and openings.system_design.match(sentence) is not None


def _decide(readings: list[Reading]) -> Understanding:
    """The strongest reading, the later of equals, if nothing that anybody said is left over."""
    winner = max(readings, key=lambda reading: (reading.rank, reading.position))
    if winner.group is None:
        return Understanding(Intent.ANSWER, SURE)
    others = [word for reading in readings if reading is not winner for word in reading.left]
    if not winner.is_whole or any(word not in winner.group.words for word in others):
        return Understanding(Intent.ANSWER, IN_DOUBT)
    return Understanding(winner.group.intent, SURE if not winner.left else LIKELY)
