"""Saves that share a transaction: in order, each with its own answer, and a bad one takes no other with it."""

from __future__ import annotations

import asyncio

import pytest

from viva.core.realtime.group_commit import GroupCommit

pytestmark = pytest.mark.unit


class Full(Exception):
    """The storage's trouble, not a job's."""


class Store:
    """Stores numbers; `bad` ones raise, `trouble` raises for any."""

    def __init__(self, *, bad: set[int] = frozenset(), trouble: Exception | None = None) -> None:  # type: ignore[assignment]
        self.bad = bad
        self.trouble = trouble
        self.batches: list[list[int]] = []
        self.kept: list[int] = []
        self.called = asyncio.Event()

    async def __call__(self, jobs: list[int]) -> list[int]:
        self.batches.append(list(jobs))
        self.called.set()
        await asyncio.sleep(0)
        if self.trouble:
            raise self.trouble
        if self.bad & set(jobs):
            raise ValueError("a bad job")
        self.kept.extend(jobs)
        return [10 * job for job in jobs]


async def save_all(group: GroupCommit[int, int], jobs: range) -> list[int | BaseException]:
    return await asyncio.gather(*(group.save(job) for job in jobs), return_exceptions=True)


async def test_saves_that_come_together_share_one_commit_and_each_gets_its_own_answer() -> None:
    store = Store()
    assert await save_all(GroupCommit(store), range(50)) == [10 * job for job in range(50)]
    assert store.batches == [list(range(50))]


async def test_no_more_than_the_largest_number_are_taken_at_once_and_the_order_is_kept() -> None:
    store = Store()
    await save_all(GroupCommit(store, largest=20), range(50))
    assert [len(batch) for batch in store.batches] == [20, 20, 10]
    assert store.kept == list(range(50))


async def test_one_bad_job_takes_no_other_with_it() -> None:
    store = Store(bad={3})
    results = await save_all(GroupCommit(store), range(5))
    assert [type(result) for result in results] == [int, int, int, ValueError, int]
    assert store.kept == [0, 1, 2, 4]


async def test_trouble_of_the_storage_is_told_to_all_at_once_and_not_tried_for_each() -> None:
    """A lock that is waited for 20 s would be waited for once a job."""
    store = Store(trouble=Full())
    results = await save_all(GroupCommit(store, storage=(Full,)), range(50))
    assert {type(result) for result in results} == {Full}
    assert len(store.batches) == 1


async def test_after_trouble_the_next_save_is_stored() -> None:
    store = Store(trouble=Full())
    group = GroupCommit(store, storage=(Full,))
    await save_all(group, range(2))
    store.trouble = None
    assert await group.save(7) == 70


async def test_what_comes_while_a_batch_is_being_stored_goes_with_the_next() -> None:
    store = Store()
    group = GroupCommit(store, pause=0.0)
    first = asyncio.create_task(group.save(1))
    await store.called.wait()
    assert await group.save(2) == 20
    assert await first == 10
    assert store.batches == [[1], [2]]


async def test_one_who_goes_away_does_not_keep_the_others_from_their_answers() -> None:
    store = Store()
    group = GroupCommit(store, pause=0.01)
    gone, stays = asyncio.create_task(group.save(1)), asyncio.create_task(group.save(2))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays == 20
    assert store.kept == [1, 2]
