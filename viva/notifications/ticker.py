"""Sends what is due: at once when something is written in this process, else found within TICK_SECONDS."""

from __future__ import annotations

import asyncio
import logging
import random
from concurrent.futures import ThreadPoolExecutor

from django.db import DatabaseError

from viva.core.realtime.database import in_database
from viva.notifications.interest import interest
from viva.notifications.posting import Answer, send
from viva.notifications.services.deliveries import Owed, lease_due, purge_old, settle

log = logging.getLogger(__name__)

TICK_SECONDS = 5.0
SENDERS = 8  # threads; each waits for one receiver

_wake: tuple[asyncio.AbstractEventLoop, asyncio.Event] | None = None


def hurry() -> None:
    """From any thread: look now. Nothing is lost where nobody listens; the next tick finds it."""
    if _wake and not _wake[0].is_closed():
        _wake[0].call_soon_threadsafe(_wake[1].set)


async def run_ticker() -> None:
    """Until cancelled. Attempts that are under way then are sent again after their lease."""
    global _wake
    woken = asyncio.Event()
    _wake = (asyncio.get_running_loop(), woken)
    senders = ThreadPoolExecutor(max_workers=SENDERS, thread_name_prefix="webhook")
    try:
        while True:
            woken.clear()
            await _round(senders)
            await _wait(woken)
    finally:
        _wake = None
        senders.shutdown(wait=False, cancel_futures=True)


async def _wait(woken: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(woken.wait(), TICK_SECONDS * random.uniform(0.8, 1.2))  # noqa: S311
    except TimeoutError:
        return


async def _round(senders: ThreadPoolExecutor) -> None:
    try:
        await in_database(interest.refresh)
        await deliver_due(senders)
        await in_database(purge_old)
    except DatabaseError as error:
        log.warning("webhooks wait for the database (%s)", type(error).__name__)
    except Exception:
        log.exception("webhooks could not be sent")


async def deliver_due(senders: ThreadPoolExecutor) -> int:
    """Send until nothing is due any more; how many attempts were made."""
    attempts = 0
    while owed := await in_database(lease_due):
        await asyncio.gather(*(_deliver(senders, each) for each in owed))
        attempts += len(owed)
    return attempts


async def _deliver(senders: ThreadPoolExecutor, owed: Owed) -> None:
    answer = await asyncio.get_running_loop().run_in_executor(senders, _attempt, owed)
    await in_database(settle, owed, answer)


def _attempt(owed: Owed) -> Answer:
    try:
        return send(owed.post)
    except Exception as error:
        log.exception("an attempt to deliver failed on our side")
        return Answer(None, type(error).__name__)
