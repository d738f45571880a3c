"""The choice with a real daemon: one that does not hold code is ended, and the other machine judges."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import lacking
from tests.sandbox.remote.fakes import program, serving
from tests.sandbox.remote.go_judge import result, scripted
from viva.config.code_runner import CodeRunner
from viva.sandbox.remote.judge import RemoteJudge
from viva.sandbox.supervisor import Supervisor
from viva.sandbox.types import Verdict

pytestmark = pytest.mark.integration


@pytest.fixture
def socket_path() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="viva-test-") as folder:
        yield Path(folder, "runner.sock")


def lives(pid: int) -> bool:
    return os.path.exists(f"/proc/{pid}")


async def test_a_daemon_that_does_not_hold_gives_way_and_leaves_no_process(socket_path: Path) -> None:
    leaky = Supervisor(socket_path, options=("--without", "seccomp"))
    with serving(scripted(result(), result(stdout="2"))) as fake:
        remote = RemoteJudge(fake.url, "go-judge", pause_seconds=0.0)
        code_runner = CodeRunner("auto", local=leaky, remote=remote)
        try:
            await code_runner.start()
            judgement, status = await code_runner.judge(program()), await code_runner.status()
        finally:
            await code_runner.stop()
    assert judgement.verdict is Verdict.AC
    assert status["tier"] == "remote (go-judge)" and status["why_not_local"]
    assert leaky._child is not None and leaky._child.poll() is not None


async def test_a_daemon_that_holds_stays_and_the_other_one_is_never_asked(socket_path: Path) -> None:
    holding = Supervisor(socket_path)
    with serving(scripted(result())) as fake:
        remote = RemoteJudge(fake.url, "go-judge", pause_seconds=0.0)
        code_runner = CodeRunner("auto", local=holding, remote=remote)
        try:
            await code_runner.start()
            status = await code_runner.status()
            if status["tier"].startswith("remote"):
                lacking(f"a kernel that holds code: {status['why_not_local']}")
            assert status["safe"] and lives(status["pid"])
        finally:
            await code_runner.stop()
        assert fake.asked == []
    assert not lives(status["pid"])
