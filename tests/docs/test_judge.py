"""docs/judge.md: its commands print what it says, its tables are those of the code, its examples are accepted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import lacking
from tests.docs.pages import ROOT, Block, blocks, tables
from viva.sandbox import confine, wire
from viva.sandbox.languages.registry import LANGUAGES
from viva.sandbox.types import Checker, Kind, Limits, Verdict

PAGE = ROOT / "docs" / "judge.md"
LINES = ROOT / "docs" / "judge.jsonl"
FIGURES = ("cpu_ms", "wall_ms", "memory_kb")
COMMANDS = [block for block in blocks(PAGE) if block.marks == ("sh", "judge")]
SHOWN = [block for block in blocks(PAGE) if block.marks[0] in ("sh", "json")]
EXAMPLES = [json.loads(line) for line in LINES.read_text().splitlines()]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A shell where `python` is this interpreter, on a machine that holds code."""
    if reason := confine.needs_of_this_machine():
        lacking(f"a kernel that holds code: {reason}")
    folder = tmp_path_factory.mktemp("shell")
    python = folder / "bin" / "python"
    python.parent.mkdir()
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    found = {"PATH": f"{python.parent}:{os.environ['PATH']}", "HOME": str(folder)}
    return found | {"VIVA_ENV_FILE": os.devnull, "VIVA_DATA_DIR": str(folder / "data")}


def answers_in(text: str) -> list[dict[str, Any]]:
    """Without what differs from run to run."""
    found = [json.loads(line) for line in text.splitlines()]
    for answer in found:
        answer["tests"] = [
            {name: value for name, value in test.items() if name not in FIGURES} for test in answer["tests"]
        ]
    return found


def typed(command: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-euc", command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=180
    )


@pytest.mark.integration
@pytest.mark.parametrize(
    ("command", "answer"),
    [pair for pair in pairwise(SHOWN) if pair[1].marks == ("json", "answer")],
    ids=["a function", "a program", "lines that are wrong"],
)
def test_a_command_prints_what_the_page_shows(command: Block, answer: Block, environment: dict[str, str]) -> None:
    done = typed(command.text, environment)

    assert done.returncode == 0, done.stderr
    assert answers_in(done.stdout) == answers_in(answer.text)


@pytest.mark.integration
def test_the_command_for_files_writes_an_answer_for_each_example(
    environment: dict[str, str], tmp_path: Path
) -> None:
    command = next(block.text for block in COMMANDS if "docs/judge.jsonl" in block.text)
    assert "/tmp/verdicts.jsonl" in command
    typed(command.replace("/tmp/verdicts.jsonl", str(tmp_path / "verdicts.jsonl")), environment)

    answers = answers_in((tmp_path / "verdicts.jsonl").read_text())
    assert [answer["id"] for answer in answers] == [example["id"] for example in EXAMPLES]


@pytest.fixture(scope="module")
def judged(environment: dict[str, str]) -> dict[str, dict[str, Any]]:
    """The answers to all examples, by id."""
    done = typed("python manage.py judge --in docs/judge.jsonl --out -", environment)
    return {answer["id"]: answer for answer in map(json.loads, done.stdout.splitlines())}


@pytest.mark.integration
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["id"])
def test_an_example_is_accepted(example: dict[str, Any], judged: dict[str, dict[str, Any]]) -> None:
    answer = judged[example["id"]]
    if answer["message"] == f"no such language here: {example['language']}":
        lacking(f"what {example['language']} needs")
    assert (answer["verdict"], [test["verdict"] for test in answer["tests"]]) == ("AC", ["AC", "AC"]), answer


@pytest.mark.unit
def test_every_command_of_the_page_is_run() -> None:
    shells = [block for block in blocks(PAGE) if block.marks[0] == "sh"]
    assert (shells == COMMANDS, len(COMMANDS)) == (True, 4)


@pytest.mark.unit
def test_every_language_of_the_page_has_an_example_of_both_kinds() -> None:
    named = [row[0].strip("`") for row in tables(PAGE) if len(row) == 3 and row[0].startswith("`")]
    assert sorted(named) == sorted(LANGUAGES)
    kinds = [(example["language"], example.get("kind", "function")) for example in EXAMPLES]
    assert kinds == [(name, str(kind)) for name in named for kind in Kind if (name, kind) != ("sql", Kind.PROGRAM)]


@pytest.mark.unit
def test_the_limits_are_those_of_the_code() -> None:
    rows = {row[0].strip("`"): row[1:4] for row in tables(PAGE) if len(row) == 5 and row[0].startswith("`")}
    bounds = {name: [str(getattr(Limits(), name)), *map(str, each)] for name, each in wire._BOUNDS.items()}
    assert rows == bounds


@pytest.mark.unit
def test_every_verdict_and_checker_is_explained() -> None:
    words = [row[0] for row in tables(PAGE) if len(row) == 2]
    assert [word for word in words if word in list(Verdict)] == list(Verdict)
    assert {f"`{Checker.LINES}` (the default)", f"`{Checker.FLOATS}`"} <= set(words)
