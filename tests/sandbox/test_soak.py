"""Ten thousand submissions in a row, good and hostile by turns: every one answered rightly, and nothing leaks."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.conftest import QUICK, Traces, at_rest
from tests.sandbox.hostile import CHEATS, ENDINGS, Hostile
from viva.sandbox.supervisor import Supervisor
from viva.sandbox.types import Judgement, JudgeTest, Submission, Verdict

pytestmark = [pytest.mark.soak, pytest.mark.integration]

COUNT = 10_000
ASKERS = 8
GOOD = Hostile("good", Verdict.AC, "def solve():\n    return 'secret'\n")
# Leaks show as growth; what an allocator keeps for itself does not grow with another nine thousand.
MOST_GROWTH_KB = 16 * 1024


async def ask(supervisor: Supervisor, program: Hostile) -> Judgement:
    submission = Submission(program.source, "solve", (JudgeTest((), "secret"),), limits=QUICK)
    return await supervisor.client.judge(submission)


async def many(supervisor: Supervisor, count: int) -> Counter[tuple[str, str]]:
    """`count` submissions, ASKERS at a time; how often each name got a verdict that is not its own."""
    programs = [GOOD, *(program for program in (*ENDINGS, *CHEATS) if program.verdict is not Verdict.TLE)]
    pending, wrong = iter(range(count)), Counter[tuple[str, str]]()

    async def asker() -> None:
        for number in pending:
            program = programs[number % len(programs)]
            told = await ask(supervisor, program)
            if told.verdict is not program.verdict:
                wrong[program.name, f"{told.verdict} {told.message}"] += 1

    await asyncio.gather(*(asker() for _ in range(ASKERS)))
    return wrong


def resident_kb(status: dict[str, Any]) -> int:
    pages = int(Path(f"/proc/{status['pid']}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


async def test_ten_thousand_in_a_row_are_answered_and_nothing_leaks(supervisor: Supervisor) -> None:
    wrong = await many(supervisor, COUNT // 10)
    before = await at_rest(supervisor)
    size_before = resident_kb(before)

    wrong += await many(supervisor, COUNT - COUNT // 10)

    after = await at_rest(supervisor)
    assert wrong == {}
    assert (after["pid"], after["descriptors"]) == (before["pid"], before["descriptors"])
    assert after["judged"] - before["judged"] == COUNT - COUNT // 10
    assert resident_kb(after) - size_before < MOST_GROWTH_KB
    assert len(Traces(after).processes()) == Traces(after).expected()
