"""The code runner as staff see it, asked from a page's thread: how it is, and whether it judges right."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass
from typing import Any

from viva.core.realtime.loop import call_on_loop
from viva.live.providers import get_code_runner, get_judge
from viva.sandbox.types import Judgement, JudgeTest, Kind, Submission, Verdict

log = logging.getLogger(__name__)
STATUS_SECONDS = 10.0
TRY_SECONDS = 40.0
GREETING = "Hello, world!"
_SOURCES = {
    "python": 'def solve(name):\n    return f"Hello, {name}!"\n',
    "javascript": "function solve(name) {\n  return `Hello, ${name}!`;\n}\n",
    "typescript": 'const greeting: string = "Hello, world!";\nconsole.log(greeting);\n',
    "java": (
        "public class Main {\n  public static void main(String[] arguments) {\n"
        '    System.out.println("Hello, world!");\n  }\n}\n'
    ),
    "c": '#include <stdio.h>\nint main(void) { puts("Hello, world!"); return 0; }\n',
    "cpp": '#include <iostream>\nint main() { std::cout << "Hello, world!\\n"; }\n',
    "go": 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("Hello, world!") }\n',
    "sql": "SELECT 'Hello, world!';\n",
}
_FUNCTIONS = {"python", "javascript"}  # the others are tried as programs


@dataclass(frozen=True, slots=True)
class Tried:
    """`run_ms`: the program's own time, None where none ran. `seconds`: until the answer, with all waiting."""

    name: str
    verdict: Verdict
    message: str
    run_ms: float | None
    seconds: float


def read_status() -> dict[str, Any]:
    """What it tells of itself, by the keys of `viva.sandbox.service`. Never raises."""
    try:
        return call_on_loop(lambda: get_code_runner().status(), timeout=STATUS_SECONDS)
    except TimeoutError:
        return {"safe": False, "tier": "", "reason": "The code runner does not answer."}


def try_out(names: list[str]) -> list[Tried]:
    """A greeting judged in each language of `names` for which there is one, all at the same time. Never raises."""
    wanted = [name for name in names if name in _SOURCES]
    return call_on_loop(lambda: _try_all(wanted), timeout=TRY_SECONDS + 5)


async def _try_all(names: list[str]) -> list[Tried]:
    return list(await asyncio.gather(*(_try(name) for name in names)))


async def _try(name: str) -> Tried:
    began = time.monotonic()
    judgement = await _judged(_greeting(name))
    run_ms = judgement.tests[0].wall_ms if judgement.tests else None
    return Tried(name, judgement.verdict, judgement.message, run_ms, time.monotonic() - began)


async def _judged(submission: Submission) -> Judgement:
    try:
        return await asyncio.wait_for(get_judge().judge(submission), TRY_SECONDS)
    except Exception as error:
        log.warning("the code runner failed at a greeting (%s)", type(error).__name__)
        return Judgement(Verdict.IE, message="The code runner did not answer in time.")


def _greeting(name: str) -> Submission:
    if name in _FUNCTIONS:
        tests = (JudgeTest(args=("world",), expected=GREETING),)
        return Submission(_SOURCES[name], "solve", tests, language=name, id="try")
    tests = (JudgeTest(expected=GREETING),)
    return Submission(_SOURCES[name], "", tests, language=name, id="try", kind=Kind.PROGRAM)
