"""Reads the bank: YAML files to the dataclasses of `viva.ai.types`."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import ValidationError

from viva.ai.bank.schema import QuestionModel
from viva.ai.types import Question
from viva.core.errors import VivaError

if TYPE_CHECKING:
    from yaml import SafeLoader as BaseLoader
else:
    BaseLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field of a bank file. `field` is a dotted path, or "" for the whole file."""

    file: str
    field: str
    message: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.field, self.message) if part)


class BankError(VivaError):
    """A bank file that cannot be used; `faults` name file and field."""

    code = "bank_unreadable"

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True)
class Bank:
    """All questions in the order of their ids. `by_id` holds the same, read-only."""

    questions: tuple[Question, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        return MappingProxyType({question.id: question for question in self.questions})

    def __iter__(self) -> Iterator[Question]:
        return iter(self.questions)

    def __len__(self) -> int:
        return len(self.questions)


@cache
def load_bank() -> Bank:
    """The built-in bank, read at the first call and kept. Raises BankError."""
    return read_bank(DATA)


def read_bank(folder: Path) -> Bank:
    """Every question under `folder`. Raises BankError with the faults of all files, not of the first."""
    faults: list[Fault] = []
    questions: dict[str, Question] = {}
    for path in question_files(folder):
        try:
            question = read_question(path, root=folder)
        except BankError as error:
            faults.extend(error.faults)
            continue
        if question.id in questions:
            faults.append(Fault(_shown(path, folder), "id", f"{question.id} is taken by another file"))
        questions[question.id] = question
    if faults:
        raise BankError(tuple(faults))
    return Bank(tuple(questions[key] for key in sorted(questions)))


def question_files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.yaml"))


def read_question(path: Path, *, root: Path | None = None) -> Question:
    """One file. `root` shortens the path that errors name. Raises BankError."""
    shown = _shown(path, root)
    try:
        raw = yaml.load(path.read_bytes(), Loader=_OnceOnlyLoader)  # noqa: S506 - a SafeLoader
        return QuestionModel.model_validate(raw).to_type()
    except ValidationError as error:
        raise BankError(tuple(_faults(error, shown))) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BankError((Fault(shown, "", f"not readable as YAML: {_one_line(error)}"),)) from error
    except OSError as error:
        raise BankError((Fault(shown, "", f"cannot be opened: {error.strerror}"),)) from error


class _OnceOnlyLoader(BaseLoader):
    """YAML's safe loader silently keeps the last of two equal keys; here that is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            if key_node.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key_node.value!r} stands twice", key_node.start_mark
                )
            seen.add(key_node.value if isinstance(key_node.value, str) else id(key_node))
        return super().construct_mapping(node, deep=deep)


def _faults(error: ValidationError, file: str) -> Iterator[Fault]:
    for item in error.errors(include_url=False, include_input=False):
        yield Fault(file, ".".join(map(str, item["loc"])), item["msg"])


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def _shown(path: Path, root: Path | None) -> str:
    return path.relative_to(root).as_posix() if root else path.name
