"""Looks after recordings on a thread of its own: puts parts together, erases what is over age, deletes files."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

from django.db import DatabaseError, close_old_connections, connections

from viva.core.pacing import about
from viva.live.services.recording_erasing import clear_doomed, erase_over_age
from viva.live.services.recording_jobs import lease_due, work_on

log = logging.getLogger(__name__)

TICK_SECONDS = 10.0


async def run_recording_ticker() -> None:
    """Until cancelled: what is being worked on then is taken up again after its lease."""
    worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="recording")
    try:
        while True:
            await asyncio.get_running_loop().run_in_executor(worker, _round)
            await asyncio.sleep(about(TICK_SECONDS))
    finally:
        worker.submit(connections.close_all)
        worker.shutdown(wait=False, cancel_futures=False)


def _round() -> None:
    close_old_connections()
    try:
        look_after_recordings()
    except DatabaseError as error:
        log.warning("recordings wait for the database (%s)", type(error).__name__)
    except Exception:
        log.exception("recordings could not be looked after")
    finally:
        close_old_connections()


def look_after_recordings() -> None:
    """All that is due now."""
    while job := lease_due():
        work_on(job)
    erase_over_age()
    clear_doomed()
