"""Calls of the judge that are under way: each tells the room where it stands in the queue, and can be given up."""

from __future__ import annotations

import asyncio
import inspect
from collections import OrderedDict
from collections.abc import Coroutine, Iterable
from typing import Any

from viva.live.providers import get_judge
from viva.live.publish import publish_queue
from viva.sandbox.types import Judgement, Submission

MOST_REMEMBERED = 1_000

_Key = tuple[int, int]  # session, number of the submission


class JudgeCalls:
    """Those of this process. What was stopped stays stopped, also where a turn is worked out anew."""

    def __init__(self) -> None:
        self._running: dict[_Key, asyncio.Task[Judgement]] = {}
        self._stopped: OrderedDict[_Key, None] = OrderedDict()

    async def carry_out(
        self, session_id: int, number: int, call: Coroutine[Any, Any, Judgement]
    ) -> Judgement | None:
        """The judgement; None where it was stopped, before or meanwhile."""
        key = (session_id, number)
        if key in self._stopped:
            call.close()
            return None
        task = self._running[key] = asyncio.ensure_future(call)
        try:
            return await task
        except asyncio.CancelledError:
            if key in self._stopped and task.cancelled() and not _is_cancelled():
                return None
            raise
        finally:
            self._running.pop(key, None)

    def stop(self, session_id: int, numbers: Iterable[int]) -> None:
        """Give up these submissions, whether they wait, run, or have not begun."""
        for number in numbers:
            key = (session_id, number)
            self._stopped[key] = None
            if task := self._running.get(key):
                task.cancel()
        while len(self._stopped) > MOST_REMEMBERED:
            self._stopped.popitem(last=False)


def _is_cancelled() -> bool:
    """Whether whoever awaits the call is itself told to end: that is no stop of the candidate's."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


judge_calls = JudgeCalls()


async def call_judge(session_id: int, number: int, wanted: Submission, *, seconds: float) -> Judgement:
    """Ask the judge, and tell the room of each move in its queue; TimeoutError after `seconds` without one."""
    telling: set[asyncio.Task[None]] = set()
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(seconds) as limit:

        def moved(before: int) -> None:
            limit.reschedule(loop.time() + seconds)
            task = loop.create_task(publish_queue(session_id, number=number, before=before))
            telling.add(task)
            task.add_done_callback(telling.discard)

        judge = get_judge()
        if _tells_of_its_queue(judge):
            return await judge.judge(wanted, waiting=moved)
        return await judge.judge(wanted)


def _tells_of_its_queue(judge: object) -> bool:
    """One without a queue need not take `waiting`."""
    return "waiting" in inspect.signature(judge.judge).parameters  # type: ignore[attr-defined]
