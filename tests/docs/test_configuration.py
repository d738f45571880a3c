"""docs/configuration.md has every variable that the settings read, with its type and default, and no other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, tables

pytestmark = pytest.mark.unit
PAGE = ROOT / "docs" / "configuration.md"
TYPES = {
    "str": "text",
    "db_url": "text",
    "int": "whole number",
    "float": "number",
    "bool": "switch",
    "list": "list",
    "one_of": "choice",
}
MADE_UP = object()  # a default that the sources work out


@dataclass(frozen=True, slots=True)
class Read:
    name: str
    type: str
    default: object


def read_by(source: str) -> Iterator[Read]:
    """What a source asks the environment for: by `env`, by `keep_secret`, or directly."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
            continue
        called, name = ast.unparse(node.func), node.args[0].value
        if called.startswith("env.") and called.removeprefix("env.") in TYPES:
            yield Read(name, TYPES[called.removeprefix("env.")], default_of(node))
        elif called == "keep_secret" or called in {"os.environ.get", "os.environ.setdefault", "os.getenv"}:
            yield Read(name, "text", MADE_UP)


def default_of(node: ast.Call) -> object:
    given = {word.arg: word.value for word in node.keywords}.get("default")
    if given is None or any(isinstance(part, ast.Name | ast.Call | ast.JoinedStr) for part in ast.walk(given)):
        return MADE_UP
    return eval(compile(ast.Expression(given), "default", "eval"))


def all_read() -> dict[str, Read]:
    """By name; where several sources read one, the one that knows its type."""
    found: dict[str, Read] = {}
    for path in sorted((ROOT / "viva" / "config").rglob("*.py")):
        for read in read_by(path.read_text()):
            if read.name not in found or found[read.name].default is MADE_UP:
                found[read.name] = read
    return found


def documented() -> dict[str, list[str]]:
    rows = [row for row in tables(PAGE) if len(row) == 4 and row[0].startswith("`")]
    names = [row[0].strip("`") for row in rows]
    assert len(set(names)) == len(names), "a variable stands twice"
    return dict(zip(names, rows, strict=True))


def shown(default: object) -> str:
    if default in ("", []):
        return ""
    return f"`{int(default) if isinstance(default, bool) else default}`"


def test_the_sources_are_read_as_they_are_written() -> None:
    source = (
        'A = env.int("ONE", default=2 * 3)\nB = env.str("TWO", default=f"{A}")\nC = os.environ.get("THREE", "")'
    )
    assert list(read_by(source)) == [
        Read("ONE", "whole number", 6),
        Read("TWO", "text", MADE_UP),
        Read("THREE", "text", MADE_UP),
    ]


def test_every_variable_that_is_read_is_documented_and_no_other() -> None:
    assert sorted(documented()) == sorted(all_read())


def test_every_type_and_default_is_that_of_the_sources() -> None:
    rows = documented()
    wanted = {
        name: (read.type, rows[name][2] if read.default is MADE_UP else shown(read.default))
        for name, read in all_read().items()
    }
    assert {name: (row[1], row[2]) for name, row in rows.items()} == wanted


def test_every_variable_says_what_it_means() -> None:
    assert [name for name, row in documented().items() if len(row[3]) < 20] == []


def test_the_checks_know_every_variable_that_begins_with_viva() -> None:
    from viva.config.checks import READ_ELSEWHERE
    from viva.config.settings.environment import env

    mine = {name for name in all_read() if name.startswith("VIVA_")}
    of_developers = {"VIVA_DEBUG"}  # read by the settings that `make run` uses, not by those of tests
    assert mine - of_developers <= env.read | READ_ELSEWHERE


def test_the_page_is_where_the_settings_say() -> None:
    base = (ROOT / "viva" / "config" / "settings" / "base.py").read_text()
    assert "docs/configuration.md" in base.splitlines()[0]
    assert Path(PAGE).exists()
