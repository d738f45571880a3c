"""A function's call on a machine that has no channel but stdin and stdout.

The wrapper gets one line on stdin and prints the answer in the line after a nonce, new for each test. What stands
before it are the program's prints. A program can read the nonce and print an answer of its own: it could as well
have returned it.
"""

from __future__ import annotations

import json
import secrets
from functools import cache
from pathlib import Path

from viva.sandbox.remote.runs import Ran, over_memory
from viva.sandbox.types import JudgeTest, Limits, Submission, Verdict
from viva.sandbox.wire import Finding

MOST_VALUE_BYTES = 1024 * 1024
_FOLDER = Path(__file__).parent
# By language: the wrapper's text here, its name there, and that of the candidate's source there.
_WRAPPERS = {
    "python": ("call_python.py", "main.py", "solution.py"),
    "javascript": ("call_javascript.js", "main.js", "solution.js"),
}


def has_functions(language: str) -> bool:
    return language in _WRAPPERS


def files_of(submission: Submission) -> dict[str, str]:
    """The wrapper first: it is what runs."""
    wrapper, main, solution = _WRAPPERS[submission.language]
    return {main: _text(wrapper), solution: submission.source}


def new_nonce() -> str:
    return secrets.token_hex(16)


def stdin_of(test: JudgeTest, *, entry_point: str, nonce: str) -> str:
    """Raises TypeError, ValueError where the arguments are not JSON."""
    job = {
        "nonce": nonce,
        "entry_point": entry_point,
        "arguments": list(test.args),
        "most": MOST_VALUE_BYTES,
    }
    return json.dumps(job) + "\n"


def finding_of(ran: Ran, *, nonce: str, limits: Limits) -> Finding:
    """What came of the call, its value not yet compared."""
    prints, marker, rest = ran.stdout.rpartition(f"\n{nonce}\n")
    if not marker:
        prints, rest = ran.stdout, ""
    told = rest.partition("\n")[0]
    verdict, message, value = _outcome(ran, told, limits)
    return Finding(
        verdict,
        cpu_ms=ran.cpu_ms,
        wall_ms=ran.wall_ms,
        memory_kb=ran.memory_kb,
        stdout=prints[: limits.output_bytes],
        stderr=ran.stderr[: limits.output_bytes + 8192],
        value=value,
        message=message,
    )


def _outcome(ran: Ran, told: str, limits: Limits) -> tuple[Verdict | None, str, str | None]:
    if ran.verdict is not None:
        return ran.verdict, ran.message, None
    letter, text = told[:1], told[1:]
    if letter == "R":
        return None, "", text
    if letter == "C":
        return Verdict.CE, _sentence(text), None
    if letter == "M":
        return *over_memory(limits), None
    if letter in ("U", "X"):
        return Verdict.RE, _sentence(text), None
    return Verdict.RE, "it ended itself (exit status 0) instead of returning an answer", None


def _sentence(text: str) -> str:
    try:
        return str(json.loads(text))[:8000]
    except (ValueError, RecursionError):  # a forged one
        return "it did not return an answer"


@cache
def _text(name: str) -> str:
    return (_FOLDER / name).read_text("utf-8")
