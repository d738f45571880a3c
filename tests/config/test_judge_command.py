"""`manage.py judge`: lines in, verdicts out, by a code runner of its own."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.conftest import lacking
from viva.config.management.commands import judge as command
from viva.sandbox import confine
from viva.sandbox.languages.language import Language
from viva.sandbox.languages.registry import LANGUAGES
from viva.sandbox.supervisor import Supervisor

pytestmark = pytest.mark.integration
ROOT = Path(__file__).parents[2]
ADD = "def add(a, b):\n    print('adding')\n    return a + b\n"
LIMITS = {"cpu_seconds": 1, "wall_seconds": 20}


def line(known: Any, source: str = ADD, *, expected: Any = 3, limits: dict[str, Any] | None = None) -> str:
    asked = {"id": known, "language": "python", "source": source, "entry_point": "add"}
    tests = [{"args": [1, 2], "expected": expected}]
    return json.dumps(asked | {"tests": tests, "limits": LIMITS | (limits or {})}) + "\n"


@pytest.fixture(autouse=True)
def _a_machine_that_holds_code() -> None:
    if reason := confine.needs_of_this_machine():
        lacking(f"a kernel that holds code: {reason}")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Temporary files go where the test can see what was left."""
    (tmp_path / "tmp").mkdir()
    given = {"VIVA_DATA_DIR": str(tmp_path / "data"), "VIVA_ENV_FILE": os.devnull, "TMPDIR": str(tmp_path / "tmp")}
    return {"PATH": os.environ["PATH"], "HOME": str(tmp_path)} | given


@contextlib.contextmanager
def judging(environment: dict[str, str], *options: str, out: str = "-") -> Iterator[subprocess.Popen[bytes]]:
    words = [sys.executable, "manage.py", "judge", "--in", "-", "--out", out, *options]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(words, cwd=ROOT, env=environment, **pipes) as process:  # type: ignore[call-overload]
        try:
            yield process
        finally:
            process.kill()


def judged(text: str, environment: dict[str, str], *options: str) -> tuple[int, list[dict[str, Any]], str]:
    """Exit status, answers, and what was said on stderr."""
    with judging(environment, *options) as process:
        out, err = process.communicate(text.encode(), timeout=120)
    return process.returncode, [json.loads(each) for each in out.splitlines()], err.decode()


def test_functions_are_judged_with_time_memory_prints_and_value(environment: dict[str, str]) -> None:
    code, answers, said = judged(line("a") + line("b", expected=4), environment)

    right, wrong = (answer["tests"][0] for answer in answers)
    assert [(answer["id"], answer["verdict"]) for answer in answers] == [("a", "AC"), ("b", "WA")]
    assert (right["verdict"], right["stdout"], right["stderr"], right["value"]) == ("AC", "adding\n", "", 3)
    assert (wrong["verdict"], wrong["value"]) == ("WA", 3)
    assert [right[name] > 0 for name in ("cpu_ms", "wall_ms", "memory_kb")] == [True, True, True]
    assert (code, said) == (0, "")


def test_programs_are_judged_by_what_they_print(environment: dict[str, str]) -> None:
    program = {"language": "python", "kind": "program", "limits": LIMITS}
    program["source"] = "a, b = map(int, input().split())\nprint(a / b)\n"
    tests = [{"stdin": "1 3\n", "stdout": "0.33333333\n"}, {"stdin": "6 2\n", "expected": "3.0"}]
    lines = "".join(
        json.dumps(program | {"id": checker, "checker": checker, "tests": tests}) + "\n"
        for checker in ("floats", "lines")
    )
    code, answers, _ = judged(lines, environment)

    assert [[test["verdict"] for test in answer["tests"]] for answer in answers] == [["AC", "AC"], ["WA", "AC"]]
    assert [answer["tests"][1]["stdout"] for answer in answers] == ["3.0\n", "3.0\n"]
    assert code == 0


def test_the_limits_of_its_language_hold_where_a_line_has_none(environment: dict[str, str]) -> None:
    asked = json.loads(line(1))
    del asked["limits"]
    code, answers, _ = judged(json.dumps(asked), environment)

    assert (code, [answer["verdict"] for answer in answers]) == (0, ["AC"])


@pytest.mark.parametrize("language", [*LANGUAGES.values()], ids=[*LANGUAGES])
def test_limits_that_a_line_leaves_out_are_those_of_its_language(language: Language) -> None:
    assert command.limits_of(language.name) == language.limits


def test_a_language_that_is_not_there_is_answered_and_hinders_no_other(environment: dict[str, str]) -> None:
    asked = json.dumps(json.loads(line(1)) | {"language": "cobol"}) + "\n"
    code, answers, _ = judged(asked + line(2), environment)

    assert [(answer["id"], answer["verdict"]) for answer in answers] == [(1, "IE"), (2, "AC")]
    assert ("cobol" in answers[0]["message"], code) == (True, 1)


def test_every_verdict_stands_in_its_place(environment: dict[str, str]) -> None:
    sources = {
        "AC": ADD,
        "WA": "def add(a, b): return a - b",
        "TLE": "def add(a, b):\n    print('so far', flush=True)\n    while True: pass",
        "MLE": "def add(a, b): return [0] * 10**9",
        "OLE": "def add(a, b):\n    while True: print('x' * 1000)",
        "RE": "def add(a, b): raise ValueError('no')",
        "CE": "def add(a, b:",
    }
    code, answers, _ = judged("".join(line(name, source) for name, source in sources.items()), environment)

    assert [answer["verdict"] for answer in answers] == [answer["id"] for answer in answers] == [*sources]
    assert "so far" in answers[2]["tests"][0]["stdout"]
    assert "ValueError: no" in answers[5]["tests"][0]["stderr"]
    assert (answers[6]["tests"], "SyntaxError" in answers[6]["message"]) == ([], True)
    assert code == 0


def test_a_line_that_is_not_understood_hinders_no_other(environment: dict[str, str]) -> None:
    text = (
        line(1) + "nonsense\n\n" + line(2, limits={"cpu_second": 1}) + line(3, limits={"memory_mb": 1}) + line(4)
    )
    code, answers, said = judged(text, environment)

    assert [(answer["id"], answer.get("line"), answer["verdict"]) for answer in answers] == [
        (1, None, "AC"),
        (None, 2, "IE"),
        (2, 4, "IE"),
        (3, None, "IE"),
        (4, None, "AC"),
    ]
    assert answers[1]["message"].startswith("the line is not JSON")
    assert answers[2]["message"] == 'limits has no use for "cpu_second"; did you mean cpu_seconds?'
    assert "memory_mb" in answers[3]["message"]
    assert code == 1
    assert said == "CommandError: 2 of 5 lines were judged; the others say why not.\n"


def test_an_answer_comes_while_the_next_line_is_not_yet_written(environment: dict[str, str]) -> None:
    with judging(environment) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for known in (1, 2):
            process.stdin.write(line(known).encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == known
        process.stdin.close()
        assert process.wait(timeout=60) == 0


def test_files_are_read_and_written(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text("".join(line(number) for number in range(12)).rstrip("\n"))
    words = ["--in", str(tmp_path / "in.jsonl"), "--out", str(tmp_path / "out.jsonl"), "--jobs", "3"]
    done = subprocess.run(
        [sys.executable, "manage.py", "judge", *words], cwd=ROOT, env=environment, capture_output=True, timeout=120
    )

    answers = [json.loads(each) for each in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [(answer["id"], answer["verdict"]) for answer in answers] == [(number, "AC") for number in range(12)]
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_nothing_asked_is_nothing_answered(environment: dict[str, str]) -> None:
    assert judged("", environment) == (0, [], "")


def runners_in(folder: str) -> list[str]:
    """Processes that write their log below `folder`, which is how a code runner is known."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (path / "fd" / "2").readlink().is_relative_to(folder):
                found.append(path.name)
    return found


def test_it_has_a_runner_of_its_own_and_leaves_nothing_behind(environment: dict[str, str]) -> None:
    folder = environment["TMPDIR"]
    with judging(environment) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(line(1).encode())
        process.stdin.flush()
        process.stdout.readline()
        meanwhile = (len(runners_in(folder)) > 0, len(list(Path(folder).glob("viva-judge-*"))))
        process.stdin.close()
        process.wait(timeout=60)

    assert meanwhile == (True, 1)
    assert (runners_in(folder), list(Path(folder).glob("viva-judge-*"))) == ([], [])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_told_to_stop_it_stops_though_its_input_stays_open(environment: dict[str, str], number: int) -> None:
    with judging(environment) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(line(1).encode())
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == 1
        process.send_signal(number)
        assert process.wait(timeout=60) == 130
        assert process.stderr is not None
        assert process.stderr.read() == b"CommandError: Stopped before the last line.\n"
    assert runners_in(environment["TMPDIR"]) == []
    assert list(Path(environment["TMPDIR"]).glob("viva-judge-*")) == []


def test_whoever_has_read_enough_may_go(environment: dict[str, str]) -> None:
    with judging(environment) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write((line(1) * 50).encode())
        process.stdin.close()
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(timeout=60) == 1
        assert process.stderr is not None
        assert process.stderr.read() == b""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--in", "absent.jsonl", "--out", "-"], "absent.jsonl cannot be opened: No such file or directory"),
        (["--in", "-", "--out", "absent/out.jsonl"], "absent/out.jsonl cannot be opened: No such file or"),
        (["--in", ".", "--out", "-"], ". cannot be opened: Is a directory"),
        (["--in", "-"], "the following arguments are required: --out"),
        (["--in", "-", "--out", "-", "--jobs", "0"], "--jobs: it has to be a whole number from 1 to 64"),
        (["--in", "-", "--out", "-", "--jobs", "many"], "--jobs: it has to be a whole number from 1 to 64"),
    ],
)
def test_what_cannot_be_begun_is_said_and_ends_with_2(
    environment: dict[str, str], words: list[str], said: str
) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "judge", *words],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, said in done.stderr, "Traceback" in done.stderr) == (2, True, False)


def test_the_lines_are_never_overwritten_by_their_answers(tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_text(line(1))
    (tmp_path / "other.jsonl").symlink_to(file)

    with pytest.raises(CommandError, match="the same file") as raised:
        call_command("judge", "--in", str(file), "--out", str(tmp_path / "other.jsonl"))
    assert (raised.value.returncode, file.read_text()) == (2, line(1))


def test_where_code_cannot_be_held_it_says_why_and_judges_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "Supervisor", partial(Supervisor, options=("--without", "seccomp")))
    (tmp_path / "in.jsonl").write_text(line(1))

    with pytest.raises(CommandError, match=r"^Code cannot be run safely here: .*code in a box can") as raised:
        call_command("judge", "--in", str(tmp_path / "in.jsonl"), "--out", str(tmp_path / "out.jsonl"))
    assert (raised.value.returncode, (tmp_path / "out.jsonl").read_text()) == (2, "")


def test_a_terminal_is_told_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    (tmp_path / "in.jsonl").write_text(line(1) + line(2))
    call_command("judge", "--in", str(tmp_path / "in.jsonl"), "--out", str(tmp_path / "out.jsonl"))

    assert terminal.getvalue() == "\r1 line judged\r2 lines judged\n"
