"""Calls of the engine: each with a deadline, a place among those at once, a budget, retries and a record."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from viva.ai.engines.base import Heard
from viva.ai.engines.llm.breaker import Breaker
from viva.ai.engines.llm.client import Ask, Client, RefusedError, Reply
from viva.ai.engines.llm.config import ModelConfig
from viva.ai.engines.llm.dialect import Dialect, Json, adapt
from viva.ai.engines.llm.failures import RETRIED, Cause, ModelFailure
from viva.ai.engines.llm.spending import Amount, CallRecord, Ledger, estimate_tokens

MOST_TRIES = 3
MOST_ADAPTATIONS = 6
FIRST_PAUSE = 0.3
LEAST_SECONDS = 0.3
"""With less than this left nothing is asked."""


@dataclass(slots=True)
class _Loop:
    """What lives on one event loop."""

    client: Client
    places: asyncio.Semaphore


class Asker:
    """All calls of this process to one model."""

    def __init__(
        self,
        config: ModelConfig,
        ledger: Ledger,
        *,
        clock: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.config = config
        self.ledger = ledger
        self.breaker = Breaker(clock=clock)
        self.dialect = Dialect(json=Json(config.fixed_json)) if config.fixed_json else Dialect()
        self.jitter = jitter
        self._loops: WeakKeyDictionary[asyncio.AbstractEventLoop, _Loop] = WeakKeyDictionary()

    @contextlib.asynccontextmanager
    async def call(
        self, kind: str, *, seconds: float, prompt_version: str = "", session: int = 0, line: int = 0
    ) -> AsyncIterator[Call]:
        """A call of at most `seconds`. What is raised in it is recorded; a passed deadline is a ModelFailure."""
        record = CallRecord(
            kind, session=session, line=line, model=self.config.model, prompt_version=prompt_version
        )
        started = time.monotonic()
        try:
            _has_time(seconds)
            async with asyncio.timeout(seconds) as deadline:
                yield Call(self, record, until=deadline.when() or 0.0)
        except TimeoutError:
            record.failure = Cause.TIMEOUT
            raise ModelFailure(Cause.TIMEOUT) from None
        except ModelFailure as failure:
            record.failure, record.status = failure.cause, failure.status
            raise
        except asyncio.CancelledError:
            record.failure = record.failure or "cancelled"
            raise
        finally:
            record.latency_ms = round(1000 * (time.monotonic() - started))
            await asyncio.shield(asyncio.ensure_future(self.ledger.record(record)))

    def here(self) -> _Loop:
        loop = asyncio.get_running_loop()
        if loop not in self._loops:
            self._loops[loop] = _Loop(Client(self.config), asyncio.Semaphore(self.config.concurrency))
        return self._loops[loop]

    async def close(self) -> None:
        here = self._loops.pop(asyncio.get_running_loop(), None)
        if here:
            await here.client.close()


def _has_time(seconds: float) -> None:
    if seconds < LEAST_SECONDS:
        raise ModelFailure(Cause.NO_TIME)


@dataclass
class Call:
    """One call under way; its requests share deadline and record."""

    asker: Asker
    record: CallRecord
    until: float
    _heard_any: bool = field(default=False, init=False)

    @property
    def seconds_left(self) -> float:
        return self.until - asyncio.get_running_loop().time()

    async def ask(self, ask: Ask, *, heard: Heard | None = None) -> Reply:
        """The reply. Tried again where that may help and there is time, unless some of it was heard already."""
        here = self.asker.here()
        async with self._place(here.places):
            for attempt in range(MOST_TRIES):
                try:
                    return await self._paid(here.client, ask, heard)
                except ModelFailure as failure:
                    pause = self._pause(failure, attempt)
                    if pause is None:
                        raise
                await asyncio.sleep(pause)
        raise AssertionError("unreachable: the last try has no pause after it")

    @contextlib.asynccontextmanager
    async def _place(self, places: asyncio.Semaphore) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(max(0.0, self.seconds_left - LEAST_SECONDS)):
                await places.acquire()
        except TimeoutError:
            raise ModelFailure(Cause.BUSY) from None
        try:
            yield
        finally:
            places.release()

    def _pause(self, failure: ModelFailure, attempt: int) -> float | None:
        """Seconds before the next try, at least what the server wishes; None where there is none."""
        if failure.cause not in RETRIED or self._heard_any or attempt + 1 >= MOST_TRIES:
            return None
        pause = FIRST_PAUSE * 2**attempt * (0.5 + self.asker.jitter())
        pause = max(pause, failure.retry_after or 0.0)
        return pause if pause + LEAST_SECONDS < self.seconds_left else None

    async def _paid(self, client: Client, ask: Ask, heard: Heard | None) -> Reply:
        """Within the budget: counted before it is sent, and again when it is known what it came to."""
        tokens = estimate_tokens(ask.letters)
        prices = self.asker.config.prices
        reserved = Amount(tokens + ask.max_tokens, prices.cost(tokens, ask.max_tokens))
        self.asker.breaker.enter()
        reply: Reply | None = None
        sent = False
        try:
            await self._reserve(reserved)
            sent = True
            reply = await self._adapted(client, ask, heard)
        except ModelFailure as failure:
            self.asker.breaker.leave(failure) if sent else self.asker.breaker.abandon()
            raise
        except BaseException:  # given up: by the deadline, which is the server's doing, or by the caller
            late = sent and self.seconds_left <= 0
            self.asker.breaker.leave(ModelFailure(Cause.TIMEOUT)) if late else self.asker.breaker.abandon()
            raise
        else:
            self.asker.breaker.leave(None)
            return reply
        finally:
            if sent:
                await asyncio.shield(asyncio.ensure_future(self._settle(ask, reply, tokens, reserved)))

    async def _reserve(self, amount: Amount) -> None:
        if not await self.asker.ledger.reserve(self.record.session, amount):
            raise ModelFailure(Cause.OVER_BUDGET)

    async def _settle(self, ask: Ask, reply: Reply | None, tokens: int, reserved: Amount) -> None:
        """By the server's counts, else by an estimate; a request without a reply counts with its prompt."""
        prompt, completion = tokens, 0
        if reply:
            self.record.model = reply.model or self.record.model
            self.record.first_ms = self.record.first_ms or reply.first_ms
            prompt = tokens if reply.prompt_tokens is None else reply.prompt_tokens
            said = reply.completion_tokens
            completion = estimate_tokens(len(reply.text)) if said is None else said
        cost = self.asker.config.prices.cost(prompt, completion)
        self.record.add(prompt_tokens=prompt, completion_tokens=completion, cost=cost)
        spent = Amount(prompt + completion, cost)
        await self.asker.ledger.settle(self.record.session, reserved=reserved, spent=spent)

    async def _adapted(self, client: Client, ask: Ask, heard: Heard | None) -> Reply:
        """The reply in the dialect that the server understands, learning it where it refuses."""
        for _ in range(MOST_ADAPTATIONS):
            dialect = self.asker.dialect
            self.record.requests += 1
            try:
                return await client.send(ask, dialect, heard=self._listening(heard))
            except RefusedError as refused:
                adapted = adapt(dialect, refused.refusal)
                if adapted is None:
                    raise ModelFailure(
                        refused.cause, status=refused.status, retry_after=refused.retry_after
                    ) from None
                self.asker.dialect = adapted
        raise ModelFailure(Cause.BAD_REQUEST)

    def _listening(self, heard: Heard | None) -> Heard | None:
        if heard is None:
            return None

        async def listen(piece: str) -> None:
            self._heard_any = True
            await heard(piece)

        return listen
