"""A company's own question: the bank's form with what a company may leave out, and the linter's advice on it.

Only what an interview cannot do without is an error: the question itself, and something to judge by (an expected
answer, or key points). What the linter demands of the built-in bank is advice here. Code problems are the bank's
alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Annotated, Any, Self

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from viva.ai.bank.lint import ALIKE
from viva.ai.bank.roles import ROLES
from viva.ai.bank.rules import RULES, Finding, lengths, skills_are_known, wrong_answers_sound_right
from viva.ai.bank.schema import FollowUpModel, KeyPointModel, Name, QuestionModel, Slug, Text, WrongAnswerModel
from viva.ai.bank.skills import canonical
from viva.ai.bank.words import COMMON, content_words, jaccard, words
from viva.ai.codec import to_json
from viva.ai.types import Difficulty, Kind, Question

MOST = {
    "key_points": 12,
    "paraphrases": 6,
    "follow_ups": 36,
    "hints": 6,
    "skills": 10,
    "roles": len(ROLES),
    "wrong_answers": 6,
}
MOST_COMPARED = 800  # words of a question; the rules compare texts word by word, the bank's longest have 500
LONGEST = 6000  # characters of any text, as in the bank
_SHORT_LISTS = ("hints", "key_points", "follow_ups", "wrong_answers")
_SLUG_LETTERS = 48  # leaves room for a number behind it
_KINDS = {"behavioural": "behavioral", "general": "hr"}
_ROLE_IDS = {label.casefold(): role for role, label in ROLES.items()}

Answer = Annotated[str, Field(max_length=LONGEST)]


class OwnKeyPointModel(KeyPointModel):
    id: Slug = "point"
    paraphrases: list[Text] = Field(default=[], max_length=MOST["paraphrases"])


class OwnQuestionModel(QuestionModel):
    """Validate with `strict=False`: files and forms give numbers as text."""

    id: Annotated[str, Field(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$", max_length=60)] = ""
    text: Annotated[str, Field(min_length=3, max_length=5000)]
    kind: Annotated[Kind, Field(strict=False)] = Kind.TECHNICAL
    difficulty: Annotated[Difficulty, Field(strict=False)] = Difficulty.MEDIUM
    roles: list[str] = Field(default=[], max_length=MOST["roles"])
    skills: list[Name] = Field(default=[], max_length=MOST["skills"])
    minutes: int = Field(default=5, ge=1, le=60)
    clarification: Answer = ""
    expected_answer: Answer = ""
    key_points: list[OwnKeyPointModel] = Field(default=[], max_length=MOST["key_points"])  # type: ignore[assignment]
    follow_ups: list[FollowUpModel] = Field(default=[], max_length=MOST["follow_ups"])
    hints: list[Text] = Field(default=[], max_length=MOST["hints"])
    wrong_answers: list[WrongAnswerModel] = Field(default=[], max_length=MOST["wrong_answers"])

    @model_validator(mode="before")
    @classmethod
    def _tidy(cls, raw: Any) -> Any:
        """As people write it: blanks around, `System design` for `system_design`, key points without ids."""
        if not isinstance(raw, dict):
            return raw
        tidy = {key: _tidied(value, one_line=key in _SHORT_LISTS) for key, value in raw.items()}
        for key, mend in (("kind", _kind), ("difficulty", str.lower)):
            if isinstance(tidy.get(key), str):
                tidy[key] = mend(tidy[key])
        for key, mend in (("skills", canonical), ("roles", _role)):
            if isinstance(tidy.get(key), list):
                tidy[key] = _distinct(mend(item) if isinstance(item, str) else item for item in tidy[key])
        if isinstance(tidy.get("key_points"), list):
            tidy["key_points"] = _with_ids(tidy["key_points"])
            _lift_follow_ups(tidy)
        return tidy

    @field_validator("kind")
    @classmethod
    def _is_spoken(cls, kind: Kind) -> Kind:
        if kind is Kind.CODING:
            raise PydanticCustomError("own_coding", "code problems are the bank's alone")
        return kind

    @field_validator("problem", mode="before")
    @classmethod
    def _has_no_problem(cls, problem: Any) -> None:
        if problem is not None:
            raise PydanticCustomError("own_coding", "code problems are the bank's alone")

    @field_validator("roles")
    @classmethod
    def _roles_are_known(cls, roles: list[str]) -> list[str]:
        for role in roles:
            if role not in ROLES:
                raise PydanticCustomError("no_such_role", "there is no role {role}", {"role": role})
        return roles

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if not self.key_points and not self.expected_answer:
            raise PydanticCustomError("nothing_to_judge_by", "neither an expected answer nor key points")
        ids = {point.id for point in self.key_points}
        for place, step in enumerate(self.follow_ups):
            if step.key_point not in ids:
                told = {"key_point": step.key_point, "place": place}
                raise PydanticCustomError("no_such_key_point", "there is no key point {key_point}", told)
        return self


def read_own(raw: Any) -> Question:
    """The question of a file or a form. Raises pydantic's ValidationError."""
    return OwnQuestionModel.model_validate(raw, strict=False).to_type()


def bank_form(question: Question) -> dict[str, Any]:
    """The question as a bank file holds it, without what is empty."""
    order = OwnQuestionModel.model_fields
    found = to_json(question)
    return {key: found[key] for key in order if found.get(key) not in (None, "", [])}


def advice(question: Question) -> Iterator[Finding]:
    """What the linter finds. Its rules read English, so of a text in other letters they say nothing."""
    if not _is_latin(question.text):
        return
    if not question.skills:
        yield "skills", "none named"
    for rule in RULES if _is_compared(question) else (lengths,):
        if rule is wrong_answers_sound_right and not question.wrong_answers:
            continue
        if rule is skills_are_known:  # what a company knows of is not in our vocabulary
            continue
        # A company's interviews give no hints, so that none are there is nothing to mend.
        yield from (found for found in rule(question) if found[0] != "hints" or question.hints)


class Likeness:
    """Finds which of the given texts a question is nearly the same as. `texts` are (key, text)."""

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        self._known = [(key, text, content_words(text)) for key, text in texts]

    def of(self, question: Question) -> str:
        """The text of the first one of another key that is nearly its own, or ""."""
        own = content_words(question.text)
        near = (text for key, text, said in self._known if key != question.id and jaccard(own, said) >= ALIKE)
        return next(near, "")


def slug_of(text: str, taken: Iterable[str] = ()) -> str:
    """An id drawn from a text, the same each time; with a number behind it where it is taken."""
    said = [re.sub(r"[^a-z0-9]", "", word) for word in words(text) if word not in COMMON]
    slug = ""
    for word in filter(None, said):
        if len(slug) + 1 + len(word) > _SLUG_LETTERS:
            break
        slug = f"{slug}-{word}" if slug else word
    slug = slug or f"q-{sha256(text.encode()).hexdigest()[:10]}"
    taken, number, free = set(taken), 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free


def _kind(text: str) -> str:
    plain = re.sub(r"[\s-]+", "_", text.lower())
    return _KINDS.get(plain, plain)


def _role(text: str) -> str:
    return _ROLE_IDS.get(text.casefold(), re.sub(r"[\s-]+", "_", text.lower()))


def _with_ids(points: list[Any]) -> list[Any]:
    """Key points may be plain texts, and those without an id get one from their text."""
    given = [
        {"text": point} if isinstance(point, str) else dict(point) if isinstance(point, dict) else point
        for point in points
    ]
    taken = {str(point["id"]) for point in given if isinstance(point, dict) and point.get("id")}
    for place, point in enumerate(given):
        if isinstance(point, dict) and not point.get("id") and isinstance(point.get("text"), str):
            given[place] = {**point, "id": slug_of(point["text"], taken)}
            taken.add(given[place]["id"])
    return given


def _lift_follow_ups(raw: dict[str, Any]) -> None:
    """Tables and forms write follow-ups at their key point: `{text: …, follow_ups: […]}`."""
    lifted = []
    for point in raw["key_points"]:
        if isinstance(point, dict) and isinstance(point.get("follow_ups"), list):
            lifted += [
                {"key_point": point["id"], "text": step} for step in point.pop("follow_ups") if "id" in point
            ]
    if lifted and isinstance(raw.setdefault("follow_ups", []), list):
        raw["follow_ups"] = [*raw["follow_ups"], *lifted]


def _tidied(value: Any, *, one_line: bool) -> Any:
    if isinstance(value, str):
        plain = value.replace("\r\n", "\n").replace("\r", "\n")
        kept = "".join(letter for letter in plain if letter in "\n\t" or not _is_control(letter))
        return " ".join(kept.split()) if one_line else kept.strip()
    if isinstance(value, list):
        tidy = (_tidied(item, one_line=True) for item in value)
        return [item for item in tidy if item not in ("", None)]
    if isinstance(value, dict):
        return {key: _tidied(item, one_line=one_line) for key, item in value.items()}
    return value


def _is_control(letter: str) -> bool:
    return letter < " " or "\x7f" <= letter < "\xa0"


def _is_compared(question: Question) -> bool:
    points = [text for point in question.key_points for text in (point.text, *point.paraphrases)]
    wrong = [answer.text for answer in question.wrong_answers]
    texts = [question.expected_answer, question.model_answer, question.clarification, *points, *wrong]
    return sum(len(text.split()) for text in texts) <= MOST_COMPARED


def _is_latin(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isascii() for letter in letters) * 2 > len(letters)


def _distinct(items: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for item in items:
        if item not in found:
            found.append(item)
    return found
