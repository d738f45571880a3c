"""What an import would do to each question of a file, worked out before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from viva.ai.bank.own import bank_form, read_own, slug_of
from viva.ai.types import Question
from viva.interviews.models import OwnQuestion
from viva.interviews.question_files import Entry
from viva.interviews.question_wording import Remark, mistakes


@dataclass(frozen=True, slots=True)
class Planned:
    """`question` is None where `problems` say why. `changes` are the fields that differ from what stands."""

    entry: Entry
    question: Question | None = None
    standing: OwnQuestion | None = None
    changes: tuple[str, ...] = ()
    problems: tuple[Remark, ...] = ()

    @property
    def shown_text(self) -> str:
        """Its text, also where something else of it is wrong."""
        raw = self.entry.raw
        text = self.question.text if self.question else raw.get("text") if isinstance(raw, dict) else raw
        return text if isinstance(text, str) else ""

    @property
    def outcome(self) -> str:
        """bad, new, changed or same."""
        if self.question is None:
            return "bad"
        if self.standing is None:
            return "new"
        return "changed" if self.changes else "same"


def planned(standing: Sequence[OwnQuestion], entries: Sequence[Entry]) -> list[Planned]:
    """In the order of the file.

    A question is known again by its id or, where the file gives none, by its text. Of a known one only what the
    file names is changed, so that a table with few columns takes nothing away.
    """
    known = _Known(standing)
    return [known.plan(entry) for entry in entries]


@dataclass
class _Known:
    standing: Sequence[OwnQuestion]
    seen: dict[str, int] = field(default_factory=dict)  # the line of each id
    fresh: dict[str, str] = field(default_factory=dict)  # the id of each new text

    def __post_init__(self) -> None:
        self.by_slug: Mapping[str, OwnQuestion] = {each.slug: each for each in self.standing}
        self.by_text: Mapping[str, OwnQuestion] = {_alike(each.text): each for each in reversed(self.standing)}

    def plan(self, entry: Entry) -> Planned:
        if entry.problem is not None:
            return Planned(entry, problems=(entry.problem,))
        raw, here = self._identified(entry.raw)
        try:
            question = read_own(raw)
        except ValidationError as error:
            return Planned(entry, standing=here, problems=tuple(mistakes(error)))
        if first := self.seen.get(question.id):
            told = _("The same question stands at line %(line)d already. Take one of them away.") % {"line": first}
            return Planned(entry, standing=here, problems=(Remark("id", told),))
        self.seen[question.id] = entry.line
        changes = _differences(here.as_question(with_bank_id=False), question) if here else ()
        return Planned(entry, question, here, changes)

    def _identified(self, raw: Any) -> tuple[Any, OwnQuestion | None]:
        if not isinstance(raw, dict):
            return raw, None
        text, slug = raw.get("text"), raw.get("id")
        if isinstance(slug, str) and slug.strip():
            here = self.by_slug.get(slug.strip())
            slug = slug.strip()
        elif isinstance(text, str):
            here = self.by_text.get(_alike(text))
            slug = here.slug if here else self._fresh(text)
        else:
            return raw, None
        before = bank_form(here.as_question(with_bank_id=False)) if here else {}
        return _merged(before, {**raw, "id": slug}), here

    def _fresh(self, text: str) -> str:
        """An id for a new text. The same text twice in a file gets the same one, and is told of."""
        key = _alike(text)
        if key not in self.fresh:
            self.fresh[key] = slug_of(text, {*self.by_slug, *self.fresh.values()})
        return self.fresh[key]


def _merged(before: dict[str, Any], raw: dict[str, Any]) -> dict[str, Any]:
    """What the file names, and the rest as it stands. A key point of the same text keeps its rest too."""
    merged = {**before, **raw}
    if before and isinstance(raw.get("key_points"), list):
        known = {_alike(point["text"]): point for point in before.get("key_points", [])}
        points = [{**known.get(_text_of(point), {}), **_as_point(point)} for point in raw["key_points"]]
        merged["key_points"] = points
        if "follow_ups" not in raw:
            left = {point.get("id") for point in points}
            merged["follow_ups"] = [step for step in before.get("follow_ups", []) if step["key_point"] in left]
    return merged


def _as_point(point: Any) -> dict[str, Any]:
    return point if isinstance(point, dict) else {"text": point}


def _text_of(point: Any) -> str:
    text = _as_point(point).get("text")
    return _alike(text) if isinstance(text, str) else ""


def _alike(text: str) -> str:
    return " ".join(text.casefold().split())


def _differences(before: Question, after: Question) -> tuple[str, ...]:
    return tuple(each.name for each in fields(Question) if getattr(before, each.name) != getattr(after, each.name))
