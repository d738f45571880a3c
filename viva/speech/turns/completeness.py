"""Whether words look like the end of an answer, or like somebody who goes on thinking. English."""

from __future__ import annotations

import re

_WORDS = re.compile(r"[a-z']+")
FILLERS = frozenset(("um", "uh", "uhm", "umm", "er", "erm", "hmm", "ah", "eh", "like", "well", "so", "okay"))
HANGING = frozenset(
    word
    for line in (
        "a an the this that these those my your its our their and or but nor because since although though while",
        "if unless when where which who whose whom what how why of in on at to from for with without by as into",
        "onto over under between through than is are was were am be been being do does did has have had can could",
        "will would shall should may might must not very more most about i you he she we they it's i'm let's then",
        "also maybe perhaps basically actually think",
    )
    for word in line.split()
)
_WHOLE = re.compile(r"^(?:yes|no) (?:i|it|we|they|you) [a-z']+(?: not)?$| as well$")
"""Whole, although their last words want others elsewhere: "No, I would not", "and that as well"."""
MARKS = ".!?"
"""A recogniser that sets any of them sets them at each end."""
FEWEST = 3
"""A shorter answer may be the beginning of one."""


def looks_finished(text: str) -> bool:
    """False after a filler, a word that wants another, or very few words: those are waited for longer."""
    words, end = _WORDS.findall(text.lower()), text.rstrip()[-1:]
    if len(words) < FEWEST or text.rstrip().endswith(("...", "…")):
        return False
    if any(mark in text for mark in MARKS) and end not in MARKS:
        return False
    if _WHOLE.search(" ".join(words)):
        return True
    return words[-1] not in FILLERS and words[-1] not in HANGING


_CLOSING = re.compile(
    "(?:^| )(?:{})(?: please| thanks| thank you)?$".format(
        "|".join(
            (
                "that(?:'s| is) (?:all|it|everything|my answer)",
                "that(?:'s| is) about (?:all|it|all i (?:can|could|would) say)",
                "that(?:'s| is) how i(?: would|'d) [a-z']+ (?:it|this|that)",
                "that would be (?:all|it|my answer)",
                "i(?:'m| am) (?:done|finished|ready)",
                "i think that (?:covers|answers) (?:it|the question|your question)",
                "does that (?:make sense|answer (?:it|your question))",
                "(?:could|can|would) you repeat (?:that|it|the question)",
                "(?:could|can|may) i (?:have|get) (?:a|another) hint",
                "how much time (?:is|do i have) left",
                "(?:let's|can we|could we|i would like to) (?:skip (?:it|this|that)|move on)",
            )
        )
    )
)


def closes(text: str) -> bool:
    """After these words nothing more of an answer comes: they round it off, or ask for something."""
    return bool(_CLOSING.search(" ".join(_WORDS.findall(text.lower()))))
