"""How many calls a person and an address may make in a minute, counted in the memory of the process.

Sign-in, sign-up and passwords have their own limits, counted in the database (`accounts.limits`): those must
hold over all processes and restarts. These only keep one client from taking the server from the others, so
each process of several counts for itself, and a read costs no write.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from typing import Any

from django.conf import settings
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from viva.accounts.limits import address_of

ADDRESS_TIMES = 5  # an office or a school shares one address
_MINUTE = 60


class MinuteCounter:
    """Counts by key within the running minute of the clock; `take` is atomic over threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = -1
        self._counts: Counter[str] = Counter()

    def take(self, caps: dict[str, int], *, moment: float) -> bool:
        """Count one under each key of `caps`, or, if any has reached its cap, under none; False then."""
        with self._lock:
            if (minute := int(moment // _MINUTE)) != self._minute:
                self._minute = minute
                self._counts.clear()
            if any(self._counts[key] >= cap for key, cap in caps.items()):
                return False
            self._counts.update(caps.keys())
            return True

    def clear(self) -> None:
        with self._lock:
            self._counts.clear()


counter = MinuteCounter()


class CallsThrottle(BaseThrottle):
    """429 with `Retry-After` once a cap of the minute is reached."""

    def allow_request(self, request: Request, view: Any) -> bool:
        return counter.take(_caps(request), moment=time.time())

    def wait(self) -> float:
        return _MINUTE - time.time() % _MINUTE


def _caps(request: Request) -> dict[str, int]:
    calls, writes = settings.VIVA_API_CALLS_PER_MINUTE, settings.VIVA_API_WRITES_PER_MINUTE
    address = f"address {address_of(request._request)}"
    caps = {address: calls * ADDRESS_TIMES}
    user = f"user {request.user.pk}" if request.user.is_authenticated else ""
    if user:
        caps[user] = calls
    if request.method not in SAFE_METHODS:
        caps[f"{user or address} writes"] = writes
    return caps
