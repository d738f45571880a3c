"""Sends what webhooks are owed: at once when it is written in this process, else found at the next tick."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

from django.db import DatabaseError

from viva.core.realtime.database import in_database
from viva.notifications.interest import interest
from viva.notifications.posting import Answer, send
from viva.notifications.services.deliveries import Owed, lease_due, purge_old, settle
from viva.notifications.waking import sleep_until, webhooks_due

log = logging.getLogger(__name__)

SENDERS = 8  # threads; each waits for one receiver

hurry = webhooks_due.ring


async def run_ticker() -> None:
    """Until cancelled. Attempts that are under way then are sent again after their lease."""
    senders = ThreadPoolExecutor(max_workers=SENDERS, thread_name_prefix="webhook")
    try:
        with webhooks_due.answered() as woken:
            while True:
                woken.clear()
                await _round(senders)
                await sleep_until(woken)
    finally:
        senders.shutdown(wait=False, cancel_futures=True)


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
