"""Who silences a check silences that one: an id stands for one fault."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator

import pytest

from tests.docs.pages import ROOT

pytestmark = pytest.mark.unit
ID = re.compile(r"viva\.[EWIDC]\d{3}")


def places(source: str) -> Iterator[tuple[str, str]]:
    """(id, the function or name at the file's top where it is given)."""
    for part in ast.parse(source).body:
        name = getattr(part, "name", ast.unparse(part).split(" ")[0])
        for node in ast.walk(part):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and ID.fullmatch(node.value):
                yield node.value, name


def given_twice(sources: dict[str, str]) -> dict[str, set[str]]:
    """Ids that more than one place gives. Within one function an id may tell one fault of several settings."""
    givers = defaultdict(set)
    for path, source in sources.items():
        for number, place in places(source):
            givers[number].add(f"{path}: {place}")
    return {number: where for number, where in givers.items() if len(where) > 1}


def test_no_id_is_given_to_two_faults() -> None:
    sources = {str(path.relative_to(ROOT)): path.read_text() for path in (ROOT / "viva").rglob("*.py")}
    assert sum(len(list(places(source))) for source in sources.values()) > 50
    assert given_twice(sources) == {}


def test_an_id_of_two_checks_is_found() -> None:
    check = 'def {name}():\n    yield Error("Wrong.", id="viva.E001")\n'
    clash = {"one.py": check.format(name="here"), "other.py": check.format(name="there")}
    assert given_twice(clash) == {"viva.E001": {"one.py: here", "other.py: there"}}
