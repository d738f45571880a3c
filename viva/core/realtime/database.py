"""The room's database calls run on a fixed set of threads, each with a connection of its own.

Channels' `database_sync_to_async` runs all sockets' calls on one thread, where ten calls of 200 ms take 2 s.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import close_old_connections, connections

P = ParamSpec("P")
T = TypeVar("T")

_pool: ThreadPoolExecutor | None = None


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


def close_database_threads() -> None:
    """Finish what runs, close every thread's connections and give the threads back."""
    global _pool
    if _pool is None:
        return
    pool, _pool = _pool, None
    for _ in range(settings.VIVA_ROOM_THREADS):
        pool.submit(connections.close_all)
    pool.shutdown(wait=True)
