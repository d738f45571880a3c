"""What is wrong with a company's question, and what would make it better, in words for people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from pydantic import ValidationError

from viva.ai.bank.own import advice
from viva.ai.bank.roles import ROLES
from viva.ai.types import Question


@dataclass(frozen=True, slots=True)
class Remark:
    """`field` is a dotted path in the bank's form (`key_points.0.text`), "" for the whole question."""

    field: str
    message: str

    @property
    def label(self) -> str:
        """The field as the form names it."""
        name, _dot, rest = self.field.partition(".")
        number, _dot, part = rest.partition(".")
        if name == "key_points" and number:
            told = _("Key point %(number)d, %(part)s") if part else _("Key point %(number)d")
            return told % {"number": int(number) + 1, "part": _(_LABELS.get(part, part)).lower()}
        label = _(_LABELS.get(name, name))
        return f"{label} {int(number) + 1}" if number.isdecimal() else label

    @property
    def place(self) -> str:
        """The path as people count: from 1."""
        return ".".join(str(int(part) + 1) if part.isdecimal() else part for part in self.field.split("."))


def mistakes(error: ValidationError) -> Iterator[Remark]:
    """What has to be mended before the question can be used."""
    for item in error.errors(include_url=False, include_input=False):
        given = item.get("ctx", {})
        field = ".".join(map(str, item["loc"]))
        if item["type"] == "nothing_to_judge_by":
            field = "expected_answer"
        elif item["type"] == "no_such_key_point":
            field = f"follow_ups.{given['place']}.key_point"
        yield Remark(field, _mistake(item["type"], given, item["msg"]))


def _mistake(kind: str, given: dict[str, Any], fallback: str) -> str:
    told = {
        "nothing_to_judge_by": _("There is nothing to judge by. Write an expected answer, or key points."),
        "no_such_key_point": _("There is no key point “%(key_point)s”. Name one of this question's."),
        "no_such_role": _("Viva knows no role “%(role)s”. Known are: %(roles)s."),
        "own_coding": _("Code problems are Viva's own. Choose another kind, and leave “problem” out."),
        "missing": _("This is missing."),
        "extra_forbidden": _("There is no such field. Check its spelling, or take it away."),
        "enum": _("Choose one of: %(expected)s."),
        "string_too_short": _("Write at least %(min_length)s characters."),
        "string_too_long": _("Longer than %(max_length)s characters. Shorten it."),
        "too_long": _("At most %(max_length)s of these."),
        "list_type": _("This has to be a list."),
        "string_type": _("This has to be a text. Put it in quotes."),
        "model_type": _("This is no question with fields such as “text” and “expected_answer”."),
        "int_parsing": _("Write a whole number."),
        "int_parsing_size": _("Write a whole number."),
        "int_from_float": _("Write a whole number."),
        "float_parsing": _("Write a number, such as 1 or 2.5."),
        "greater_than": _("Give more than %(gt)s."),
        "greater_than_equal": _("Give at least %(ge)s."),
        "less_than_equal": _("Give at most %(le)s."),
        "value_error": _("Two key points have the same id."),
        "string_pattern_mismatch": _("Write it in small letters and digits, joined by hyphens."),
    }
    known = {**given, "roles": ", ".join(ROLES)}
    return told[kind] % known if kind in told else fallback


def remarks(question: Question, *, alike: str = "") -> list[Remark]:
    """Advice, which need not be followed. `alike` is the text of another question that is nearly the same."""
    found = [_worded(field, message, question) for field, message in advice(question)]
    if alike:
        told = _("Nearly the same as “%(text)s”. A candidate could be asked both.")
        found.append(Remark("text", told % {"text": alike[:120]}))
    return found


def _worded(field: str, message: str, question: Question) -> Remark:
    """The linter's message in plain words, at its place in the form; one that is not known here as it stands."""
    field = _placed(field, message, question)
    for pattern, told in _LINTER:
        if found := re.fullmatch(pattern, message):
            return Remark(field, _(told) % found.groupdict())
    return Remark(field, message)


def _placed(field: str, message: str, question: Question) -> str:
    """Follow-ups stand at their key points."""
    points = {point.id: place for place, point in enumerate(question.key_points)}
    if found := re.fullmatch(r"none leads to (.+)", message):
        return f"key_points.{points[found[1]]}.follow_ups"
    if found := re.fullmatch(r"follow_ups\.(\d+)\.text", field):
        return f"key_points.{points[question.follow_ups[int(found[1])].key_point]}.follow_ups"
    return field


_LABELS = {
    "text": noop("Question"),
    "skills": noop("Skills"),
    "roles": noop("Roles"),
    "clarification": noop("Clarification"),
    "expected_answer": noop("Expected answer"),
    "model_answer": noop("Model answer"),
    "key_points": noop("Key points"),
    "paraphrases": noop("Said otherwise"),
    "follow_ups": noop("Follow-ups"),
    "hints": noop("Hints"),
    "wrong_answers": noop("Wrong answers"),
}

# What the rules of `viva.ai.bank.rules` say, and how a person reads it.
_LINTER = (
    (r"none named", noop("Name a skill: the first one is used to vary the questions.")),
    (
        r"0 words; (?P<low>\d+) to (?P<high>\d+) are wanted",
        noop("Nothing here yet. %(low)s to %(high)s words would be good."),
    ),
    (
        r"0 \S+; (?P<low>\d+) to (?P<high>\d+) are wanted",
        noop("Nothing here yet. %(low)s to %(high)s would be good."),
    ),
    (
        r"(?P<count>\d+) words; (?P<low>\d+) to (?P<high>\d+) are wanted",
        noop("%(count)s words long; %(low)s to %(high)s are heard and judged best."),
    ),
    (
        r"(?P<count>\d+) \S.*; (?P<low>\d+) to (?P<high>\d+) are wanted",
        noop("%(count)s given; %(low)s to %(high)s would be better."),
    ),
    (
        r"(?P<count>\d+) sentences are more than (?P<most>\d+)",
        noop("%(count)s sentences; at most %(most)s can be kept in mind."),
    ),
    (
        r"word for word in the expected answer: (?P<run>.+)",
        noop("Stands word for word in the expected answer: %(run)s. In other words it finds more good answers."),
    ),
    (
        r"word for word the key point .+?: (?P<run>.+)",
        noop("Repeats a key point word for word: %(run)s. Say it as a candidate would."),
    ),
    (r"a paraphrase repeats another or the key point", noop("One of these repeats another, or the key point.")),
    (r"none leads to .+", noop("None yet. Without one nobody asks on when this is missing from an answer.")),
    (
        r"gives its key point away: (?P<told>.+)",
        noop("Says words of its key point: %(told)s. The candidate should come upon them."),
    ),
    (r"gives away .+?: (?P<told>.+)", noop("Gives away part of a key point: %(told)s.")),
    (
        r"says as much as the expected answer",
        noop("Says as much as the expected answer; leave something to find."),
    ),
    (r"repeats an earlier hint", noop("Repeats an earlier hint.")),
)
