"""The line before the remote tier: in order, bounded, told, and left without a trace."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from viva.sandbox.remote.line import Line, LineFullError

pytestmark = pytest.mark.unit


class Person:
    """Takes a place and keeps it until `leave`; `told`: the positions it heard."""

    def __init__(self, line: Line) -> None:
        self.told: list[int] = []
        self.in_place = False
        self._leave = asyncio.Event()
        self.task = asyncio.create_task(self._go(line))

    async def _go(self, line: Line) -> None:
        async with line.place(self.told.append):
            self.in_place = True
            await self._leave.wait()

    async def leave(self) -> None:
        self._leave.set()
        await self.task
        await settle()


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


def a_line(*, places: int = 1, most: int = 10, seconds: float = 60.0) -> Line:
    return Line(places=places, most=most, seconds=seconds)


async def people(line: Line, count: int) -> list[Person]:
    came = [Person(line) for _ in range(count)]
    await settle()
    return came


async def go_home(*rest: Person) -> None:
    for person in rest:
        person.task.cancel()
    await asyncio.gather(*(person.task for person in rest), return_exceptions=True)


async def test_as_many_as_there_are_places_are_in_and_the_rest_wait_in_order() -> None:
    line = a_line(places=2)
    first, second, third, fourth = await people(line, 4)
    assert [person.in_place for person in (first, second, third, fourth)] == [True, True, False, False]
    await second.leave()
    assert (third.in_place, fourth.in_place) == (True, False)
    await go_home(first, third, fourth)


async def test_each_is_told_how_many_come_before_whenever_that_changes() -> None:
    line = a_line()
    first, second, third, fourth = await people(line, 4)
    assert [second.told, third.told, fourth.told] == [[0], [1], [2]]
    await first.leave()
    assert [first.told, second.told, third.told, fourth.told] == [[], [0], [1, 0], [2, 1]]
    await go_home(second, third, fourth)


async def test_who_gives_up_waiting_leaves_no_gap() -> None:
    line = a_line()
    first, second, third = await people(line, 3)
    await go_home(second)
    await settle()
    assert (third.told, line.waiting) == ([1, 0], 1)
    await first.leave()
    assert third.in_place
    await go_home(third)


async def test_who_gives_up_in_the_moment_of_its_turn_passes_it_on() -> None:
    line = a_line()
    first, second, third = await people(line, 3)
    first._leave.set()
    await first.task  # second has its turn and has not run yet
    second.task.cancel()
    await settle()
    assert third.in_place
    await go_home(second, third)


async def test_a_full_line_takes_nobody() -> None:
    line = a_line(most=1)
    first, second, third = await people(line, 3)
    with pytest.raises(LineFullError):
        await third.task
    await go_home(first, second)


async def test_nobody_waits_for_ever() -> None:
    line = a_line(seconds=0.01)
    first, second = await people(line, 2)
    with pytest.raises(LineFullError):
        await second.task
    assert line.waiting == 0
    await go_home(first)


async def test_a_place_is_given_back_whatever_happens_in_it() -> None:
    line = a_line()
    with contextlib.suppress(ZeroDivisionError):
        async with line.place(None):
            raise ZeroDivisionError
    async with asyncio.timeout(5), line.place(None):
        assert line.waiting == 0
