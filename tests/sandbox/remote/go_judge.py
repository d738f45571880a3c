"""A go-judge of a few lines: answers versions itself, runs as it is told."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tests.sandbox.remote.fakes import Answer, Asked, Reply

Command = dict[str, Any]
KEPT = "5LWIZAA45JHX4Y4Z"


def result(status: str = "Accepted", *, stdout: str = "", stderr: str = "", **more: Any) -> dict[str, Any]:
    """A `Result` as go-judge gives it: 12 ms of processor, 34 ms, 5 MiB."""
    fixed = {"exitStatus": 0, "time": 12_000_000, "runTime": 34_000_000, "memory": 5 * 1024 * 1024}
    return {"status": status, "files": {"stdout": stdout, "stderr": stderr}} | fixed | more


def is_version(command: Command) -> bool:
    return command["args"][-1] in ("--version", "-version", "version")


def command_of(asked: Asked) -> Command:
    (command,) = asked.body["cmd"]
    return command


def answering(run: Callable[[Command], Reply], *, without: Iterable[str] = ()) -> Answer:
    """All languages are there but those `without` (by their program); `run` answers whatever else is run."""

    def answer(asked: Asked) -> Reply:
        if asked.path != "/run":
            return Reply()
        command = command_of(asked)
        if not is_version(command):
            return run(command)
        gone = set(without) & set(command["args"])
        return Reply(
            [result("Nonzero Exit Status", exitStatus=127) if gone else result(stdout="It 1.2.3\n(extra)")]
        )

    return answer


def scripted(*results: dict[str, Any]) -> Answer:
    """One after the other, the last again and again."""
    left = list(results)
    return answering(lambda _: Reply([left.pop(0) if len(left) > 1 else left[0]]))


def honest(command: Command) -> Reply:
    """Runs it, with no guard whatsoever: for the tests' own programs alone."""
    with tempfile.TemporaryDirectory() as folder:
        for name, file in command["copyIn"].items():
            Path(folder, name).write_text(file["content"])
        stdin = command["files"][0]["content"]
        ran = subprocess.run(
            command["args"], cwd=folder, input=stdin, capture_output=True, text=True, timeout=20, check=False
        )
    status = "Accepted" if ran.returncode == 0 else "Nonzero Exit Status" if ran.returncode > 0 else "Signalled"
    return Reply([result(status, stdout=ran.stdout, stderr=ran.stderr, exitStatus=abs(ran.returncode))])
