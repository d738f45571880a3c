"""docs/grade.md: its commands run and print what it says, its names are those of the code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.docs.pages import ROOT, blocks, tables
from viva.ai.grading import lines

PAGE = ROOT / "docs" / "grade.md"
COMMANDS = [block for block in blocks(PAGE) if block.marks == ("sh", "grade")]
SHOWN = next(block for block in blocks(PAGE) if block.marks == ("json", "answer"))


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("shell")
    python = folder / "bin" / "python"
    python.parent.mkdir()
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    found = {"PATH": f"{python.parent}:{os.environ['PATH']}", "HOME": str(folder)}
    return found | {"VIVA_ENV_FILE": os.devnull, "VIVA_DATA_DIR": str(folder / "data")}


def answers(command: str, environment: dict[str, str]) -> list[dict[str, Any]]:
    done = subprocess.run(
        ["sh", "-euc", command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.integration
def test_an_answer_comes_back_with_all_that_the_page_names(environment: dict[str, str]) -> None:
    (found,) = answers(COMMANDS[0].text, environment)

    assert set(found) == {
        *("id", "score", "confidence", "needs_review", "covered", "missing", "criteria", "feedback", "message"),
    }
    assert (found["id"], found["message"], found["score"] > 5) == (1, "", True)


@pytest.mark.integration
def test_key_points_come_back_with_a_quote_from_the_answer(environment: dict[str, str]) -> None:
    (found,) = answers(COMMANDS[1].text, environment)

    assert [point["id"] for point in found["covered"]] == ["key", "key-point-2"]
    assert all(point["quote"] in json.loads(_given(COMMANDS[1].text))["answer"] for point in found["covered"])


@pytest.mark.integration
def test_lines_that_are_wrong_are_answered_as_the_page_shows(environment: dict[str, str]) -> None:
    assert answers(COMMANDS[2].text, environment) == [json.loads(line) for line in SHOWN.text.splitlines()]


@pytest.mark.unit
def test_every_command_of_the_page_is_run() -> None:
    shells = [block for block in blocks(PAGE) if block.marks[0] == "sh"]
    assert (shells == COMMANDS, len(COMMANDS)) == (True, 3)


@pytest.mark.unit
def test_the_names_are_those_of_the_code() -> None:
    named = [row[0].strip("`") for row in tables(PAGE) if len(row) == 2 and row[0].startswith("`")]
    assert sorted(named) == sorted(lines._NAMES)


def _given(command: str) -> str:
    return command.split("'")[3]
