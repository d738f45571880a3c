"""Functions behind our wrappers, run by a service that really runs them; cheats gain nothing."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from tests.conftest import lacking
from tests.sandbox.remote.fakes import function, program, serving
from tests.sandbox.remote.go_judge import answering, honest
from viva.sandbox.remote.judge import RemoteJudge
from viva.sandbox.types import Checker, Judgement, JudgeTest, Submission, Verdict

pytestmark = pytest.mark.integration


async def judged(source: str, *tests: tuple[tuple[Any, ...], Any], language: str = "python") -> Judgement:
    return await judge(function(source, *tests, language=language))


async def judge(submission: Submission) -> Judgement:
    tool = {"python": "python3", "javascript": "node"}[submission.language]
    if not shutil.which(tool):
        lacking(tool)
    with serving(answering(honest)) as fake:
        return await RemoteJudge(fake.url, "go-judge", pause_seconds=0.0).judge(submission)


RIGHT = {
    "python": "def solve(a, b):\n    print('adding')\n    return [a + b, {'é': None, 'f': 0.5, 't': True}]",
    "javascript": "const solve = (a, b) => { console.log('adding'); return [a + b, {é: null, f: 0.5, t: !0}]; };",
}


@pytest.mark.parametrize("language", sorted(RIGHT))
async def test_a_right_function_is_accepted_its_prints_apart_from_its_answer(language: str) -> None:
    judgement = await judged(RIGHT[language], ((1, 2), [3, {"é": None, "f": 0.5, "t": True}]), language=language)
    (test,) = judgement.tests
    assert (judgement.verdict, test.stdout.strip(), test.value) == (
        Verdict.AC,
        "adding",
        [3, {"é": None, "f": 0.5, "t": True}],
    )


@pytest.mark.parametrize("language", sorted(RIGHT))
async def test_each_test_has_its_own_verdict(language: str) -> None:
    judgement = await judged(
        RIGHT[language], ((1, 2), 4), ((1, 2), [3, {"é": None, "f": 0.5, "t": True}]), language=language
    )
    assert [test.verdict for test in judgement.tests] == [Verdict.WA, Verdict.AC]


PYTHON = [
    ("def solve(n:", Verdict.CE, "'(' was never closed"),
    ("def solve(n): return 1 / 0", Verdict.RE, "ZeroDivisionError was raised"),
    ("def other(n): return n", Verdict.RE, "solution.py defines no function named solve"),
    ("def solve(n): return {n}", Verdict.RE, "solve returned a value that JSON cannot hold"),
    ("def solve(n): return 'x' * 2**20", Verdict.RE, "solve returned a value larger than 1024 KiB as JSON"),
    ("def solve(n): raise MemoryError", Verdict.MLE, "it needed more than 64 MiB"),
    ("import sys\ndef solve(n): sys.exit(0)", Verdict.RE, "SystemExit was raised"),
    ("import os\ndef solve(n): os._exit(0)", Verdict.RE, "it ended itself (exit status 0) instead of returning"),
    ("import os\ndef solve(n): os._exit(7)", Verdict.RE, "it ended with exit status 7"),
    ("import os, signal\ndef solve(n): os.kill(os.getpid(), signal.SIGSEGV)", Verdict.RE, "ended by SIGSEGV"),
    ("def solve(n): return float('nan')", Verdict.WA, ""),
    ("class Solution:\n    def solve(self, n): return n", Verdict.AC, ""),
    ("class E(Exception):\n    def __str__(self): raise SystemExit\ndef solve(n): raise E", Verdict.RE, "E was"),
]


@pytest.mark.parametrize(("source", "verdict", "message"), PYTHON)
async def test_what_a_python_function_does_becomes_its_verdict(
    source: str, verdict: Verdict, message: str
) -> None:
    judgement = await judged(source, ((1,), 1))
    assert judgement.verdict is verdict and message in judgement.message


JAVASCRIPT = [
    ("function solve(n {", Verdict.CE, "SyntaxError"),
    ("throw new SyntaxError('no')", Verdict.RE, "SyntaxError was raised"),
    ("function solve(n) { null.x; }", Verdict.RE, "TypeError was raised"),
    ("var other = 1;", Verdict.RE, "solution.js defines no function named solve"),
    ("function solve(n) { return new Map(); }", Verdict.RE, "solve returned a value that JSON cannot hold"),
    ("function solve(n) { const a = []; a.push(a); return a; }", Verdict.RE, "JSON cannot hold"),
    ("function solve(n) { process.exit(0); }", Verdict.RE, "it ended itself (exit status 0) instead of returning"),
    ("function solve(n) { return NaN; }", Verdict.WA, ""),
    ("async function solve(n) { return n; }", Verdict.AC, ""),
    ("module.exports = { solve: (n) => n };", Verdict.AC, ""),
    ("function solve(n) { return 1n; }", Verdict.AC, ""),
    ("class Solution { solve(n) { return this.one() * n; } one() { return 1; } }", Verdict.AC, ""),
    ("class A { toJSON() { return 1; } }\nfunction solve(n) { return new A(); }", Verdict.WA, ""),
]


@pytest.mark.parametrize(("source", "verdict", "message"), JAVASCRIPT)
async def test_what_a_javascript_function_does_becomes_its_verdict(
    source: str, verdict: Verdict, message: str
) -> None:
    judgement = await judged(source, ((1,), 1), language="javascript")
    assert judgement.verdict is verdict and message in judgement.message


async def test_a_trace_has_the_candidates_frames_alone() -> None:
    judgement = await judged("def solve(n):\n    return boom(n)\ndef boom(n):\n    return n[0]", ((1,), 1))
    stderr = judgement.tests[0].stderr
    assert "in boom" in stderr and "solution.py" in stderr and "main.py" not in stderr


FORGERIES = {
    "walks the frames for the nonce": """
import sys
def solve(n):
    frame = sys._getframe()
    while "job" not in frame.f_locals:
        frame = frame.f_back
    print("\\n" + frame.f_locals["job"]["nonce"] + "\\nR42")
    import os; sys.stdout.flush(); os._exit(0)
""",
    "prints an answer": "def solve(n):\n    print('\\nR42\\n')\n    return 7",
    "is equal to everything": (
        "class Any(int):\n    __eq__ = lambda *_: True\n    __hash__ = None\ndef solve(n): return Any(42)"
    ),
    "patches json": """
import json
json.dumps = json.JSONEncoder.encode = lambda *_: "42"
def solve(n): return 7
""",
    "patches the writer": """
import os
write = os.write
os.write = lambda fd, data: write(fd, data.replace(b"R7", b"R42")) and len(data)
def solve(n): return 7
""",
}


@pytest.mark.parametrize("cheat", sorted(FORGERIES))
async def test_a_forged_answer_is_an_answer_and_no_more(cheat: str) -> None:
    """Whoever can forge can at most say 42, as by returning it; the expected value is nowhere to be read."""
    judgement = await judged(FORGERIES[cheat], ((1,), 41))
    assert judgement.verdict is Verdict.WA


@pytest.mark.parametrize(
    ("source", "verdict"), [("def solve(n): return 1", Verdict.AC), ("def solve(n:", Verdict.CE)]
)
async def test_without_a_test_it_is_only_compiled(source: str, verdict: Verdict) -> None:
    judgement = await judged(source)
    assert (judgement.verdict, judgement.tests) == (verdict, ())


async def test_arguments_that_are_not_json_are_our_fault() -> None:
    assert (await judged("def solve(n): return 1", (({1},), 1))).verdict is Verdict.IE
    assert (await judged("def solve(n): return 1", ((1,), {1}))).verdict is Verdict.IE


PROGRAMS = {
    "python": "n = int(input())\nprint(n / 3)",
    "javascript": "const n = Number(require('fs').readFileSync(0, 'utf8')); console.log(n / 3);",
}


@pytest.mark.parametrize("language", sorted(PROGRAMS))
async def test_a_programs_numbers_agree_within_the_checkers_tolerance(language: str) -> None:
    tests = (JudgeTest(stdin="1\n", expected="0.3333333"), JudgeTest(stdin="1\n", expected="0.334"))
    wanted = program(language)
    floats = Submission(
        PROGRAMS[language],
        "",
        tests,
        language=language,
        limits=wanted.limits,
        kind=wanted.kind,
        checker=Checker.FLOATS,
    )
    judgement = await judge(floats)
    assert [test.verdict for test in judgement.tests] == [Verdict.AC, Verdict.WA]


@pytest.mark.parametrize("language", sorted(PROGRAMS))
async def test_a_program_that_is_none_is_ce_before_any_test(language: str) -> None:
    wanted = program(language)
    broken = Submission("(", "", wanted.tests, language=language, limits=wanted.limits, kind=wanted.kind)
    judgement = await judge(broken)
    assert (judgement.verdict, judgement.tests) == (Verdict.CE, ())
    assert "SyntaxError" in judgement.message
