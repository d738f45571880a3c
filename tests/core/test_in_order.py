"""Many submissions at once, their answers in order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from viva.core.in_order import do_in_order
from viva.core.lines import Asked
from viva.sandbox.types import Judgement, Submission, Verdict, Waiting

pytestmark = pytest.mark.unit


def asked(number: int) -> Asked:
    return Asked(number, number, Submission(str(number), "f", ()))


async def listed(*lines: Asked) -> AsyncIterator[Asked]:
    for line in lines:
        yield line


class HeldJudge:
    """Answers each submission when it is let go; knows what runs and how much ran at once."""

    def __init__(self) -> None:
        self.running: set[str] = set()
        self.most = self.begun = 0
        self._gates: dict[str, asyncio.Event] = {}

    async def judge(self, submission: Submission, *, waiting: Waiting | None = None) -> Judgement:
        name = submission.source
        self.running.add(name)
        self.begun += 1
        self.most = max(self.most, len(self.running))
        try:
            await self._gates.setdefault(name, asyncio.Event()).wait()
        finally:
            self.running.discard(name)
        return Judgement(Verdict.AC, message=name)

    def let_go(self, *names: int) -> None:
        for name in names:
            self._gates.setdefault(str(name), asyncio.Event()).set()


class Written:
    def __init__(self) -> None:
        self.lines: list[tuple[int, str | None]] = []

    async def __call__(self, line: Asked, judgement: Judgement | None) -> None:
        self.lines.append((line.number, judgement.message if judgement else None))


async def settle() -> None:
    for _ in range(50):
        await asyncio.sleep(0)


@pytest.fixture
def judge() -> HeldJudge:
    return HeldJudge()


@pytest.fixture
def written() -> Written:
    return Written()


async def test_answers_come_in_the_order_of_the_lines_and_no_later_than_they_must(
    judge: HeldJudge, written: Written
) -> None:
    work = asyncio.create_task(do_in_order(listed(*map(asked, range(1, 5))), judge.judge, jobs=3, write=written))
    judge.let_go(2, 3)
    await settle()
    held_back = list(written.lines)
    judge.let_go(1)
    await settle()
    first_three = list(written.lines)
    judge.let_go(4)
    await work

    assert held_back == []
    assert first_three == [(1, "1"), (2, "2"), (3, "3")]
    assert written.lines == [*first_three, (4, "4")]


async def test_as_many_are_judged_at_once_as_there_are_jobs_and_no_more(
    judge: HeldJudge, written: Written
) -> None:
    work = asyncio.create_task(do_in_order(listed(*map(asked, range(10))), judge.judge, jobs=3, write=written))
    await settle()
    at_first = set(judge.running)
    judge.let_go(*range(10))
    await work

    assert at_first == {"0", "1", "2"}
    assert (judge.most, len(written.lines)) == (3, 10)


async def test_a_line_that_was_not_understood_is_answered_in_its_turn(judge: HeldJudge, written: Written) -> None:
    judge.let_go(1, 3)
    lines = listed(asked(1), Asked(2, None, message="not JSON"), asked(3))
    await do_in_order(lines, judge.judge, jobs=2, write=written)

    assert written.lines == [(1, "1"), (2, None), (3, "3")]


async def test_an_answer_does_not_wait_for_the_next_line(judge: HeldJudge, written: Written) -> None:
    never = asyncio.Event()

    async def typed() -> AsyncIterator[Asked]:
        yield asked(1)
        await never.wait()

    judge.let_go(1)
    work = asyncio.create_task(do_in_order(typed(), judge.judge, jobs=2, write=written))
    await settle()

    assert written.lines == [(1, "1")]
    never.set()
    await work


async def test_behind_a_slow_one_no_more_than_a_bounded_number_is_begun(
    judge: HeldJudge, written: Written
) -> None:
    judge.let_go(*range(1, 1000))
    work = asyncio.create_task(do_in_order(listed(*map(asked, range(1000))), judge.judge, jobs=2, write=written))
    for _ in range(5000):
        await asyncio.sleep(0)
    begun = judge.begun
    judge.let_go(0)
    await work

    assert (60 <= begun <= 70, len(written.lines)) == (True, 1000)


async def test_what_writing_raises_ends_all_and_is_raised(judge: HeldJudge) -> None:
    async def refuse(line: Asked, judgement: Judgement | None) -> None:
        raise BrokenPipeError("nobody reads")

    judge.let_go(0)
    with pytest.raises(BrokenPipeError, match="nobody reads"):
        await do_in_order(listed(*map(asked, range(5))), judge.judge, jobs=2, write=refuse)
    assert judge.running == set()


async def test_what_reading_raises_ends_all_and_is_raised(judge: HeldJudge, written: Written) -> None:
    async def torn() -> AsyncIterator[Asked]:
        yield asked(1)
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        await do_in_order(torn(), judge.judge, jobs=2, write=written)
    assert judge.running == set()
