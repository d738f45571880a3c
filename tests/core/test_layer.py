"""The channel layer of one process: in order, from any thread, bounded, at a cost free of other rooms."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest
from channels.exceptions import ChannelFull

from viva.core.realtime.layer import EmbeddedChannelLayer

pytestmark = pytest.mark.unit


async def test_a_group_reaches_its_members_in_order_and_nobody_else() -> None:
    layer = EmbeddedChannelLayer()
    first, second, other = [await layer.new_channel() for _ in range(3)]
    for channel in (first, second):
        await layer.group_add("room", channel)
    await layer.group_add("another", other)
    for number in range(3):
        await layer.group_send("room", {"type": "x", "number": number})
    for channel in (first, second):
        assert [(await layer.receive(channel))["number"] for _ in range(3)] == [0, 1, 2]
    assert layer._mailboxes[other].queue.empty()


async def test_who_has_left_gets_nothing() -> None:
    layer = EmbeddedChannelLayer()
    channel = await layer.new_channel()
    await layer.group_add("room", channel)
    await layer.group_discard("room", channel)
    await layer.group_discard("room", channel)
    await layer.group_send("room", {"type": "x"})
    assert layer._mailboxes[channel].queue.empty()
    assert layer._groups == {}


async def test_a_message_from_another_thread_wakes_an_idle_loop_at_once() -> None:
    layer = EmbeddedChannelLayer()
    channel = await layer.new_channel()
    await layer.group_add("room", channel)
    receiving = asyncio.create_task(layer.receive(channel))
    await asyncio.sleep(0.05)
    sent_at = time.monotonic()
    thread = threading.Thread(target=lambda: asyncio.run(layer.group_send("room", {"type": "x"})))
    thread.start()
    assert await asyncio.wait_for(receiving, 2.0) == {"type": "x"}
    assert time.monotonic() - sent_at < 1.0
    thread.join()


async def test_many_threads_at_once_lose_nothing() -> None:
    layer = EmbeddedChannelLayer(capacity=1_000)
    channel = await layer.new_channel()
    await layer.group_add("room", channel)

    def send(start: int) -> None:
        async def all_of_them() -> None:
            for number in range(start, start + 100):
                await layer.group_send("room", {"type": "x", "number": number})

        asyncio.run(all_of_them())

    threads = [threading.Thread(target=send, args=(100 * each,)) for each in range(8)]
    for thread in threads:
        thread.start()
    numbers = [(await asyncio.wait_for(layer.receive(channel), 5.0))["number"] for _ in range(800)]
    for thread in threads:
        thread.join()
    assert sorted(numbers) == list(range(800))
    for start in range(0, 800, 100):  # each thread's own are in order
        assert [number for number in numbers if start <= number < start + 100] == list(range(start, start + 100))


async def test_one_that_does_not_read_is_bounded_and_does_not_hold_up_the_others() -> None:
    layer = EmbeddedChannelLayer(capacity=5)
    asleep, awake = await layer.new_channel(), await layer.new_channel()
    for channel in (asleep, awake):
        await layer.group_add("room", channel)
    for number in range(20):
        await layer.group_send("room", {"type": "x", "number": number})
        assert (await layer.receive(awake))["number"] == number
    assert layer._mailboxes[asleep].queue.qsize() == 5
    with pytest.raises(ChannelFull):
        await layer.send(asleep, {"type": "x"})


async def test_a_reader_that_is_cancelled_is_forgotten() -> None:
    layer = EmbeddedChannelLayer()
    channel = await layer.new_channel()
    await layer.group_add("room", channel)
    reading = asyncio.create_task(layer.receive(channel))
    await asyncio.sleep(0)
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    assert (layer._mailboxes, layer._groups) == ({}, {})
    await layer.send(channel, {"type": "x"})


async def _cost_of_a_send(rooms: int) -> float:
    layer = EmbeddedChannelLayer()
    for number in range(rooms):
        await layer.group_add(f"room.{number}", await layer.new_channel())
    channel = await layer.new_channel()
    await layer.group_add("mine", channel)
    best = float("inf")
    for _ in range(5):
        begun_at = time.perf_counter()
        for _ in range(200):
            await layer.group_send("mine", {"type": "x"})
            await layer.receive(channel)
        best = min(best, time.perf_counter() - begun_at)
    return best


async def test_a_send_costs_the_same_beside_ten_rooms_and_beside_three_thousand() -> None:
    assert await _cost_of_a_send(3_000) < 3 * await _cost_of_a_send(10)
