"""What the daemon and all below it may not do: they are not root, and strangers' code has no capabilities."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.conftest import QUICK, Traces, at_rest
from viva.sandbox.supervisor import Supervisor
from viva.sandbox.types import JudgeTest, Submission

pytestmark = pytest.mark.integration

SLOW = "import time\ndef solve(n):\n    time.sleep(0.4)\n    return n + 1\n"


def facts_of(pid: int) -> dict[str, str]:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return dict(line.split(":\t", 1) for line in lines if ":\t" in line)


async def test_the_daemon_is_not_root_and_cannot_be_again(supervisor: Supervisor) -> None:
    status = await supervisor.status()
    facts = facts_of(status["pid"])

    assert status["uid"] != 0
    assert set(facts["Uid"].split()) == {str(status["uid"])}
    assert (int(facts["CapPrm"], 16), int(facts["CapEff"], 16), facts["NoNewPrivs"]) == (0, 0, "1")


async def test_what_is_under_the_list_of_calls_has_no_capabilities(polyglot: Supervisor) -> None:
    """Children that waited while their box still had some, as nodes do, and forks that began after."""
    status = await at_rest(polyglot)
    waiting = confined_of(status)
    slow = (JudgeTest((1,), 2), JudgeTest((1,), 2))
    judging = asyncio.create_task(polyglot.client.judge(Submission(SLOW, "solve", slow, limits=QUICK)))
    await asyncio.sleep(0.3)
    running = confined_of(status)
    await judging

    assert len(waiting) == status["spares"] > 0
    assert len(running) > len(waiting)
    for facts in waiting + running:
        assert [int(facts[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")] == [0] * 4
    if status["tier"].startswith("bubblewrap"):
        assert {int(facts["CapBnd"], 16) for facts in waiting + running} == {0}


def confined_of(status: dict[str, Any]) -> list[dict[str, str]]:
    """The facts of each process of the daemon's that is under a filter of its own."""
    facts = []
    for pid in Traces(status).processes():
        with contextlib.suppress(OSError):  # gone since
            facts.append(facts_of(pid))
    return [one for one in facts if one["Seccomp"] == "2"]
