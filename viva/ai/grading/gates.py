"""Hard gates before the model: what is no answer at all is told apart by rules, never by similarity."""

from __future__ import annotations

import re

from viva.ai.grading.lexicon import read_words
from viva.ai.grading.polarity import is_negation
from viva.ai.grading.word_order import is_shuffled
from viva.ai.grading.words import WORD, Word, content_stems, split_words

VOWELS = frozenset("aeiouyäöüáéíóúàèìòùâêîôûãõåæø")
KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm")
DETERMINERS = frozenset(["a", "an", "the", "my", "your", "his", "its", "our", "their", "every", "each"])
COMMON = read_words("common")
FOREIGN = read_words("foreign")
ENGLISH = COMMON | frozenset(
    [
        "the",
        "a",
        "an",
        "which",
        "who",
        "what",
        "how",
        "its",
        "their",
        "your",
        "my",
        "our",
        "also",
        "only",
        "each",
        "every",
        "all",
        "any",
    ]
)

SALAD_WORDS = 8
SALAD_GRAMMAR = 0.12
"""Share of grammatical words below which a run of eight words or more is a list of keywords; terse English
has 0.2."""
BEYOND, ALL_OF_IT = 0.15, 0.8
"""Share of new words up to which a text says nothing beyond another one, and of the other's from which it is said
again."""
LISTED = 1.7
"""Words between two commas on average below which a text is a list."""


def is_blank(text: str) -> bool:
    return not any(char.isalnum() for char in text)


def is_gibberish(text: str) -> bool:
    """More than half of the words are no words of any language: keys in a row, no vowels, one letter over
    and over."""
    words = [word.group().lower() for word in WORD.finditer(text)]
    letters = [word for word in words if any(char.isalpha() for char in word)]
    if not letters:
        return len("".join(words)) > 4
    if len(words) >= 6 and len(set(words)) <= max(2, len(words) // 6):
        return True
    return sum(len(word) for word in letters if _mashed(word)) > 0.5 * sum(len(word) for word in letters)


def _mashed(word: str) -> bool:
    if not word.isascii() or len(word) < 4:
        return False
    if re.search(r"(.)\1{3,}", word) or re.search(r"(.{2,4})\1{2,}", word):
        return True
    runs = [len(run) for run in re.findall(r"[bcdfghjklmnpqrstvwxz]+", word)]
    vowels = sum(char in VOWELS for char in word) / len(word)
    return (
        max(runs, default=0) >= 5
        or (len(word) >= 5 and vowels < 0.15)
        or _typed_in_a_row(word)
        or _odd_pairs(word) >= 2
    )


def _typed_in_a_row(word: str) -> bool:
    pieces = {word[place : place + 4] for place in range(len(word) - 3)}
    return any(piece in row or piece in row[::-1] for piece in pieces for row in KEYBOARD) and word not in {
        "property",
        "properties",
        "proper",
        "typewriter",
        "power",
        "were",
    }


ODD_PAIRS = read_words("odd_pairs")
"""Pairs of letters that English words all but never hold."""


def _odd_pairs(word: str) -> int:
    return sum(word[place : place + 2] in ODD_PAIRS for place in range(len(word) - 1))


def is_echo(text: str, question: str, *, expected: str = "") -> bool:
    """Says nothing beyond the question's own words. Where the `expected` answer does not either, as in *which of
    the two...*, only the whole question said again is one."""
    own, asked, wanted = content_stems(text), content_stems(question), content_stems(expected)
    if len(own) < 3 or not asked:
        return False
    if wanted and len(wanted - asked) <= BEYOND * len(wanted):
        return len(own & asked) >= ALL_OF_IT * len(asked)
    return len(own - asked) <= BEYOND * len(own) and len(own & asked) >= 0.5 * min(len(asked), 6)


def is_salad(text: str) -> bool:
    """An answer of words without grammar: a list of keywords, or words in no order of any sentence."""
    return is_keyword_list(text) or is_shuffled(text)


def is_keyword_list(text: str) -> bool:
    """Content words in a row, with commas or without."""
    words = split_words(text)
    if len(words) < SALAD_WORDS:
        return False
    grammar = sum(_grammatical(word) for word in words) / len(words)
    items = [item for item in re.split(r"[,;\n|/]+", text) if WORD.search(item)]
    listed = len(items) >= SALAD_WORDS and len(words) / len(items) < LISTED
    return grammar < SALAD_GRAMMAR or listed


def _grammatical(word: Word) -> bool:
    return word.text in COMMON or word.stop or is_negation(word.text)


def is_foreign(text: str) -> bool:
    """Most of it is in another language than English, as far as script and small words tell."""
    letters = [char for char in text if char.isalpha()]
    if sum(ord(char) > 0x24F for char in letters) > 0.4 * max(len(letters), 1):
        return True
    words = [word.group().lower() for word in WORD.finditer(text)]
    english = sum(word in ENGLISH for word in words)
    return len(words) >= 8 and sum(word in FOREIGN for word in words) > max(english * 1.5, 0.15 * len(words))
