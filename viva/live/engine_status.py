"""The engine as staff see it: what holds interviews, whether the model answers, what it took, what went wrong."""

from __future__ import annotations

import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, Sum

from viva.accounts.models import Company
from viva.ai.engines.llm.config import ModelConfig, Seconds
from viva.ai.engines.llm.engine import LanguageModelEngine
from viva.ai.engines.llm.failures import Cause
from viva.ai.engines.llm.probe import Found
from viva.core.realtime.loop import call_on_loop
from viva.core.time import now
from viva.live.models import EngineCall, EngineSpending
from viva.live.own_models import engine_of
from viva.live.providers import get_engine
from viva.live.services.spending import companys_today, today
from viva.live.trial import SPOKEN

MOST_FAILURES = 10
MOST_TRIES = 2
"""At the same time, of all pages: each holds one of the few threads that pages have for as long as it takes."""
_tries = threading.BoundedSemaphore(MOST_TRIES)


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """`config` None: there is no language model. `found` None: it has not been looked at yet.

    Of today (UTC): tokens and cost (in millionths) counted, calls made, and calls that gave nothing.
    """

    name: str
    config: ModelConfig | None = None
    found: Found | None = None
    is_open: bool = False
    tokens: int = 0
    cost: int = 0
    calls: int = 0
    failed: int = 0
    failures: tuple[EngineCall, ...] = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """`line` is what the model said, None where it said nothing that may be said."""

    found: Found
    line: str | None = None


def read_engine() -> EngineStatus:
    """Three queries where there is a language model, else none."""
    engine = get_engine()
    if not isinstance(engine, LanguageModelEngine):
        return EngineStatus(engine.name)
    spent = EngineSpending.objects.filter(scope=today()).aggregate(tokens=Sum("tokens"), cost=Sum("cost"))
    calls = EngineCall.objects.filter(company=None)
    made = calls.filter(created_at__gte=_midnight()).aggregate(
        calls=Count("pk"), failed=Count("pk", filter=~Q(failure=""))
    )
    failures = calls.exclude(failure="").order_by("-created_at")[:MOST_FAILURES]
    return EngineStatus(
        engine.name,
        config=engine.config,
        found=engine.found,
        is_open=engine.asker.breaker.is_open,
        tokens=spent["tokens"] or 0,
        cost=spent["cost"] or 0,
        failures=tuple(failures),
        **made,
    )


def _midnight() -> datetime:
    return now().replace(hour=0, minute=0, second=0, microsecond=0)


def try_engine() -> Tried | None:
    """Look at the server anew and have one line said; None where there is no language model. It is counted."""
    engine = get_engine()
    if not isinstance(engine, LanguageModelEngine):
        return None
    return _tried(lambda: _try(engine), engine.config.seconds)


@dataclass(frozen=True, slots=True)
class OwnModelUse:
    """A company's own model today (UTC): tokens and cost (in millionths) counted, calls made, those without a
    result, the last of these."""

    tokens: int
    cost: int
    calls: int
    failed: int
    last_failure: EngineCall | None


def own_model_use(company: Company) -> OwnModelUse:
    """Three queries."""
    day = EngineSpending.objects.filter(scope=companys_today(company.pk))
    spent = day.aggregate(tokens=Sum("tokens"), cost=Sum("cost"))
    calls = EngineCall.objects.filter(company=company, created_at__gte=_midnight())
    made = calls.aggregate(calls=Count("pk"), failed=Count("pk", filter=~Q(failure="")))
    last = calls.exclude(failure="").order_by("-created_at").first()
    return OwnModelUse(spent["tokens"] or 0, spent["cost"] or 0, last_failure=last, **made)


def try_own_model(company: Company) -> Tried | None:
    """As `try_engine`, on the company's own model; None where it cannot be used."""
    return _tried(lambda: _try_own(company.pk), Seconds())


def _tried(make: Callable[[], Coroutine[Any, Any, Tried | None]], seconds: Seconds) -> Tried | None:
    if not _tries.acquire(blocking=False):
        return Tried(Found(failure=Cause.BUSY))
    try:
        return call_on_loop(make, timeout=seconds.probe + seconds.say + 5)
    except TimeoutError:
        return Tried(Found(failure=Cause.TIMEOUT))
    finally:
        _tries.release()


async def _try_own(company_id: int) -> Tried | None:
    engine = await engine_of(company_id=company_id)
    if not isinstance(engine, LanguageModelEngine) or engine is get_engine():
        return None
    return await _try(engine)


async def _try(engine: LanguageModelEngine) -> Tried:
    found = await engine.look()
    if found.failure:
        return Tried(found)
    heard: list[str] = []

    async def hear(piece: str) -> None:
        heard.append(piece)

    line = await engine.say(SPOKEN, heard=hear)
    return Tried(found, line if "".join(heard).strip() == line else None)
