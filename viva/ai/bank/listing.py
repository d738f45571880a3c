"""Many questions in one YAML text: a list, a mapping whose `questions` is one, or a single question's file.

Whoever wrote it is not trusted. Every value is read as text, so that no number, date or tag of YAML is worked out;
aliases, with which a short text stands for one that fills the memory, are refused; so is deep nesting.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from viva.ai.bank.own import bank_form
from viva.ai.types import Question
from viva.core.errors import VivaError

if TYPE_CHECKING:
    from yaml import BaseLoader as PlainLoader
    from yaml import SafeDumper
else:
    PlainLoader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    SafeDumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

DEEPEST = 20
MOST_NODES = 200_000


class ListingError(VivaError):
    """No question of the text can be read. `line` is where (from 1, 0 where it is all of it), `reason` a code."""

    code = "listing_unreadable"

    def __init__(self, reason: str, *, line: int = 0, problem: str = "") -> None:
        super().__init__(reason)
        self.reason, self.line, self.problem = reason, line, problem


@dataclass(frozen=True, slots=True)
class Listed:
    """One question as it stands in the text, from line `line` on (from 1). `raw` is nothing that was checked."""

    line: int
    raw: Any


def listed_questions(text: str) -> list[Listed]:
    """In the order of the text. Raises ListingError."""
    try:
        _look_over(text)
        loader = _OnceOnlyLoader(text)
        try:
            return [_listed(loader, node) for node in _question_nodes(loader.get_single_node())]
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        raise ListingError("no_yaml", line=line, problem=str(error.problem or error.context or "")) from error
    except yaml.YAMLError as error:
        raise ListingError("no_yaml", problem=" ".join(str(error).split())[:200]) from error


def as_yaml(questions: Iterable[Question]) -> str:
    """A list in the bank's form, which `listed_questions` reads."""
    forms = [bank_form(question) for question in questions]
    return yaml.dump(forms, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)


def _look_over(text: str) -> None:
    """Before anything is built of it: refuse what could grow beyond the text."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=PlainLoader)):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            raise ListingError("alias", line=line)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST or count > MOST_NODES:
            raise ListingError("too_much", line=line)


def _question_nodes(node: yaml.Node | None) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == "questions" and isinstance(value, yaml.SequenceNode):
                return list(value.value)
        return [node]
    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    raise ListingError("no_list")


def _listed(loader: _OnceOnlyLoader, node: yaml.Node) -> Listed:
    line = node.start_mark.line + 1 if node.start_mark else 0
    return Listed(line, loader.construct_document(node))


class _OnceOnlyLoader(PlainLoader):
    """A key that stands twice is an error, not the last one's value."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value in seen:
                said = (
                    f"the key {key.value!r} stands twice" if isinstance(key, yaml.ScalarNode) else "no plain key"
                )
                raise yaml.constructor.ConstructorError(None, None, said[:200], key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


class _Dumper(SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True
