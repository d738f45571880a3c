"""Turns: one at a time per session, worked out outside any transaction, stored, then sent.

Whatever waits (a stored message without an outcome) is found in the database, so a killed process loses
nothing: the next `wake` takes it up, and only one outcome can be applied to a state.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import DatabaseError

from viva.ai.types import Question
from viva.core.realtime.database import in_database, write_in_database
from viva.live.conductor.script import Phase
from viva.live.driver import work_out
from viva.live.growing import growth_runner
from viva.live.providers import get_engine
from viva.live.publish import publish_thinking, publish_trouble, publish_turn
from viva.live.recent import recent_lines
from viva.live.services.turns import Stale, Turn, TurnOutcome, apply_turn, load_turn
from viva.live.speaking import preparer

log = logging.getLogger(__name__)

# How often a turn is worked out anew because more was said; then the rest is taken as a turn of its own.
MOST_REWORKS = 3
# Pauses in seconds after which a turn that could not be read or stored is tried again.
RETRY_PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0)


@dataclass
class _Running:
    task: asyncio.Task[None]
    again: bool = False


class TurnRunner:
    """Owns the turns of this process. A socket that goes away does not end the turn it asked for."""

    def __init__(self) -> None:
        self._running: dict[int, _Running] = {}
        self._active_at: dict[int, float] = {}
        self._roused: set[int] = set()
        self._preparing: set[asyncio.Task[None]] = set()

    def wake(self, session_id: int) -> None:
        """Have whatever waits in the session answered; at once, or after the turn that is under way."""
        running = self._running.get(session_id)
        if running:
            running.again = True
            return
        self._running[session_id] = _Running(asyncio.create_task(self._run(session_id)))

    def note_activity(self, session_id: int) -> None:
        """The candidate did something: the silence begins anew."""
        self._active_at[session_id] = time.monotonic()
        self._roused.discard(session_id)

    def silent(self, sessions: Mapping[int, float]) -> list[int]:
        """Those that have been silent for as many seconds as `sessions` says; each is named once in a silence."""
        found = [
            each
            for each, seconds in sessions.items()
            if each not in self._roused and self._silent_for(each) >= seconds
        ]
        self._roused.update(found)
        return found

    def forget(self, session_id: int) -> None:
        self._active_at.pop(session_id, None)
        self._roused.discard(session_id)
        recent_lines.forget(session_id)

    def is_busy(self, session_id: int) -> bool:
        return session_id in self._running

    async def drain(self, session_id: int, *, timeout: float) -> None:
        """Wait until nothing of the session is under way, at most `timeout` seconds."""
        running = self._running.get(session_id)
        if running:
            await asyncio.wait([running.task], timeout=timeout)

    async def stop(self) -> None:
        tasks = [*(running.task for running in self._running.values()), *self._preparing]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, session_id: int) -> None:
        running = self._running[session_id]
        try:
            while True:
                running.again = False
                await self._answer(session_id)
                if not running.again:
                    return
        finally:
            del self._running[session_id]

    async def _answer(self, session_id: int) -> None:
        for attempt, pause in enumerate((*RETRY_PAUSES, None)):
            try:
                await self._turn(session_id)
            except DatabaseError as error:
                log.warning("a turn could not be stored (%s)", type(error).__name__)
                if (
                    attempt == 0
                ):  # a lock is waited for long before it is an error: say so now, not after all tries
                    await _tell_of_trouble(session_id)
                if pause is not None:
                    await asyncio.sleep(pause)
                    continue
            except Exception:
                log.exception("a turn failed")
                await _tell_of_trouble(session_id)
            return

    async def _turn(self, session_id: int) -> None:
        for attempt in range(MOST_REWORKS + 1):
            turn = await in_database(load_turn, session_id)
            if turn is None:
                return
            outcome = await self._work_out(turn)
            if not _changes(turn, outcome):
                return
            try:
                stored = await write_in_database(apply_turn, turn, outcome, insist=attempt == MOST_REWORKS)
            except Stale:
                continue
            plan = outcome.plan or turn.plan
            await publish_turn(turn.session, plan, outcome.state, stored)
            if outcome.state.index != turn.state.index:
                self._prepare(plan.questions[outcome.state.index])
            preparer.said(turn.session, plan, stored, is_first=turn.state.phase is Phase.NEW)
            growth_runner.consider(turn, outcome)
            return
        self._running[session_id].again = True

    async def _work_out(self, turn: Turn) -> TurnOutcome:
        if turn.waiting:
            await publish_thinking(turn.session_id, on=True)
        return await work_out(turn, silent_for=self._silent_for(turn.session_id))

    def _prepare(self, question: Question) -> None:
        """Let the engine make ready for the answer to a question just asked, while the candidate thinks."""
        task = asyncio.create_task(get_engine().prepare(question))
        self._preparing.add(task)
        task.add_done_callback(self._preparing.discard)

    def _silent_for(self, session_id: int) -> float:
        active_at = self._active_at.get(session_id)
        return time.monotonic() - active_at if active_at is not None else 0.0


def _changes(turn: Turn, outcome: TurnOutcome) -> bool:
    return bool(turn.waiting or outcome.messages or outcome.records or outcome.state != turn.state)


async def _tell_of_trouble(session_id: int) -> None:
    await publish_thinking(session_id, on=False)
    await publish_trouble(session_id)


runner = TurnRunner()
