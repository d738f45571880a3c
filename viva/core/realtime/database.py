"""The room's database calls run on a fixed set of threads, each with a connection of its own.

Channels' `database_sync_to_async` runs all sockets' calls on one thread, where ten calls of 200 ms take 2 s.

SQLite has one writer at a time, and who waits for its lock polls it with sleeps of up to 100 ms, in no order:
with several threads, more than half of their time went there. So the room's writes take turns on a thread of
their own there, first come first served; elsewhere they run beside the reads.
"""

from __future__ import annotations

import asyncio
import contextvars
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, OperationalError, close_old_connections, connections

P = ParamSpec("P")
T = TypeVar("T")

MOST_SECONDS_IN_QUEUE = 20.0  # as long as SQLite is told to wait for its lock

_pool: ThreadPoolExecutor | None = None
_writer: ThreadPoolExecutor | None = None


def _writing_thread() -> ThreadPoolExecutor:
    global _writer
    if not connections.databases[DEFAULT_DB_ALIAS]["ENGINE"].endswith("sqlite3"):
        return _threads()  # to ask `connection` would make one for each socket's task
    if _writer is None:
        _writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="room-db-writer")
    return _writer


def _threads() -> ThreadPoolExecutor:
    global _pool
    if _pool is None:
        _pool = ThreadPoolExecutor(max_workers=settings.VIVA_ROOM_THREADS, thread_name_prefix="room-db")
    return _pool


def _call(function: Callable[[], T]) -> T:
    close_old_connections()
    try:
        return function()
    finally:
        close_old_connections()


async def in_database(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run the synchronous `function` on one of the room's database threads; its errors are raised here."""
    call = partial(contextvars.copy_context().run, _call, partial(function, *args, **kwargs))
    return await asyncio.get_running_loop().run_in_executor(_threads(), call)


async def write_in_database(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Like `in_database`, for what writes. Raises OperationalError where its turn did not come in time."""
    in_time = partial(_call_in_time, time.monotonic(), partial(function, *args, **kwargs))
    call = partial(contextvars.copy_context().run, in_time)
    return await asyncio.get_running_loop().run_in_executor(_writing_thread(), call)


def _call_in_time(asked_at: float, function: Callable[[], T]) -> T:
    """While another process keeps the database locked, those in the queue do not wait one after the other."""
    if time.monotonic() - asked_at > MOST_SECONDS_IN_QUEUE:
        raise OperationalError("the database has been locked for too long")
    return _call(function)


def close_database_threads() -> None:
    """Finish what runs, close every thread's connections and give the threads back."""
    global _pool, _writer
    pools = [(_pool, settings.VIVA_ROOM_THREADS), (_writer, 1)]
    _pool = _writer = None
    for pool, threads in pools:
        if pool is None:
            continue
        for _ in range(threads):
            pool.submit(connections.close_all)
        pool.shutdown(wait=True)
