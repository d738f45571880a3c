"""How often a password, a sign-up or a reset may be tried, counted before anything is checked.

Each count is one conditional upsert, so that attempts in parallel never pass the cap together. A window
begins with the first attempt of a key; keys are HMAC hashes. At worst twice the cap passes within one
window's length (the end of one window and the start of the next).

The caps: NIST SP 800-63B section 5.2.2 allows no more than 100 failed attempts on one account, whatever the
address; the OWASP Authentication Cheat Sheet asks for a lower threshold where one source tries one account.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from math import ceil
from typing import Any

from django.db import connections, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from viva.accounts.models import AttemptCount
from viva.accounts.names import email_key, username_key
from viva.core import time
from viva.core.errors import TooManyAttempts

WINDOW = timedelta(minutes=15)
PURGED_AT_ONCE = 20  # more than one attempt can add, so that the table shrinks to the last window's keys

_COUNT = """
INSERT INTO accounts_attemptcount ("key", "window_start", "count") VALUES (%(key)s, %(now)s, 1)
ON CONFLICT ("key") DO UPDATE SET
    "count" = CASE WHEN accounts_attemptcount."window_start" <= %(over)s
        THEN 1 ELSE accounts_attemptcount."count" + 1 END,
    "window_start" = CASE WHEN accounts_attemptcount."window_start" <= %(over)s
        THEN excluded."window_start" ELSE accounts_attemptcount."window_start" END
WHERE accounts_attemptcount."count" < %(cap)s OR accounts_attemptcount."window_start" <= %(over)s
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `cap` attempts per key and window."""

    name: str
    cap: int


SIGN_IN_NAME_AND_ADDRESS = Limit("sign-in name and address", 10)
SIGN_IN_ADDRESS = Limit("sign-in address", 100)
SIGN_IN_NAME = Limit("sign-in name", 100)
SIGN_UP_ADDRESS = Limit("sign-up address", 30)  # a class behind one address may sign up together
APPLICATION_ADDRESS = Limit("application address", 30)  # each may bring a file of 5 MB
FILE_READING = Limit("file reading", 60)  # by an account; each takes up to 8 seconds of a processor
RESET_ADDRESS = Limit("reset address", 20)
RESET_EMAIL = Limit("reset e-mail", 3)
VERIFY_EMAIL = Limit("verify e-mail", 5)
UNKNOWN_LINK = Limit("unknown link", 30)  # keys cannot be guessed; whoever tries is slowed down all the same
OWN_PASSWORD = Limit("own password", 10)  # a stolen session must not try out the password


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at what `limit` limits, by or on `subject` (a name, an address, both)."""

    limit: Limit
    subject: str

    @property
    def key(self) -> str:
        return salted_hmac(f"viva.limits {self.limit.name}", self.subject, algorithm="sha256").hexdigest()


def address_of(request: HttpRequest) -> str:
    """The client's address as the server sees it; of IPv6 the /64, which one customer holds whole.

    Proxies' headers are the server's business (uvicorn trusts those it is told to), never read here.
    """
    return _told_apart(request.META.get("REMOTE_ADDR", ""))


@lru_cache(maxsize=4096)
def _told_apart(given: str) -> str:
    try:
        address = ipaddress.ip_address(given)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))


def spend(attempts: Sequence[Attempt]) -> None:
    """Count `attempts` in order, up to the first that is over its cap; then raise TooManyAttempts.

    Commits before it returns, so it refuses to run inside a transaction that could take the count back.
    """
    with transaction.atomic(durable=True):
        refused = next((attempt for attempt in attempts if not count(attempt)), None)
        purge()
    if refused:
        seconds = seconds_left(refused)
        minutes = ceil(seconds / 60)
        raise TooManyAttempts(
            ngettext(
                "Too many attempts. Please try again in %(minutes)d minute.",
                "Too many attempts. Please try again in %(minutes)d minutes.",
                minutes,
            )
            % {"minutes": minutes},
            retry_after=seconds,
        )


def count(attempt: Attempt, *, using: str = "default") -> bool:
    """Count one attempt; False (and nothing counted) where the cap is reached."""
    connection = connections[using]
    now = time.now()
    values: dict[str, Any] = {
        "key": attempt.key,
        "now": _stored(now, using=using),
        "over": _stored(now - WINDOW, using=using),
        "cap": attempt.limit.cap,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        return bool(cursor.rowcount == 1)


def seconds_left(attempt: Attempt) -> int:
    """Until the window of `attempt` is over: 1 to 900."""
    started = AttemptCount.objects.filter(key=attempt.key).values_list("window_start", flat=True).first()
    left = (started or time.now()) + WINDOW - time.now()
    return max(1, ceil(left.total_seconds()))


def purge() -> None:
    """Delete up to PURGED_AT_ONCE rows whose window is over, leaving those that another transaction holds."""
    over = AttemptCount.objects.filter(window_start__lte=time.now() - WINDOW)
    with transaction.atomic():
        locked = over.select_for_update(skip_locked=True).order_by("window_start")
        over.filter(pk__in=list(locked.values_list("pk", flat=True)[:PURGED_AT_ONCE])).delete()


def sign_in_attempts(identifier: str, address: str) -> list[Attempt]:
    """Ordered so that one address, once refused, cannot use up the account's own cap and lock others out.

    By the name as typed, known or not: an account is never told from none, nor its e-mail from its name.
    """
    name = name_typed(identifier)
    return [
        Attempt(SIGN_IN_NAME_AND_ADDRESS, f"{name}\n{address}"),
        Attempt(SIGN_IN_ADDRESS, address),
        Attempt(SIGN_IN_NAME, name),
    ]


def forgive_sign_in(names: Sequence[str], *, address: str) -> None:
    """After a success: the counts of the account's names are cleared, the address gets one attempt back."""
    keys = [
        attempt.key
        for name in names
        for attempt in sign_in_attempts(name, address)
        if attempt.limit is not SIGN_IN_ADDRESS
    ]
    with transaction.atomic():
        AttemptCount.objects.filter(key__in=keys).delete()
        own = AttemptCount.objects.filter(key=Attempt(SIGN_IN_ADDRESS, address).key, count__gt=0)
        own.update(count=F("count") - 1)


def forgive(attempt: Attempt) -> None:
    """Forget all attempts of this key."""
    AttemptCount.objects.filter(key=attempt.key).delete()


def name_typed(identifier: str) -> str:
    """One spelling for all the ways to type the same user name or e-mail address."""
    return email_key(identifier) if "@" in identifier else username_key(identifier)


def _stored(moment: datetime, *, using: str) -> Any:
    return connections[using].ops.adapt_datetimefield_value(moment)
