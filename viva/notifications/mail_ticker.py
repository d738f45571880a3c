"""Sends the outbox, on a thread of its own: at once when something is queued here, else found at the next tick.

What has been over for long is deleted on the way.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import DatabaseError, close_old_connections, connections

from viva.notifications.services.purging import purge_old_mail
from viva.notifications.services.sending import send_due
from viva.notifications.waking import mail_due, sleep_until

log = logging.getLogger(__name__)


async def run_mail_ticker() -> None:
    """Until cancelled: the mail that is being sent then is sent to its end, the others are given back."""
    stop = threading.Event()
    sender = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")
    try:
        with mail_due.answered() as woken:
            while True:
                woken.clear()
                await asyncio.get_running_loop().run_in_executor(sender, _round, stop)
                await sleep_until(woken)
    finally:
        stop.set()
        sender.submit(connections.close_all)
        sender.shutdown(wait=False)


def _round(stop: threading.Event) -> None:
    close_old_connections()
    try:
        send_due(stop=stop)
        purge_old_mail()
    except DatabaseError as error:
        log.warning("mail waits for the database (%s)", type(error).__name__)
    except Exception as error:
        # No traceback: its last words may quote an address.
        log.error("mail could not be sent (%s)", type(error).__name__)  # noqa: TRY400
    finally:
        close_old_connections()
