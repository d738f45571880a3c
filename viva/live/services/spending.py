"""The counting of what a language model costs: for all processes on this database, and across restarts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Right

from viva.accounts.models import Company
from viva.ai.engines.llm.config import Caps
from viva.ai.engines.llm.spending import Amount, CallRecord, millionths
from viva.core.time import now
from viva.live.models import EngineCall, EngineSpending, InterviewSession


@dataclass(frozen=True, slots=True)
class Scope:
    """`tokens` and `cost` are the most that may be spent in it; 0: no cap."""

    name: str
    tokens: int
    cost: int


def today() -> str:
    return f"day:{now():%Y-%m-%d}"


def companys_today(company_id: int) -> str:
    """What a company spends by its own key is no part of the operator's day."""
    return f"company:{company_id}:{now():%Y-%m-%d}"


def scopes_of(session_id: int, caps: Caps, *, company_id: int = 0) -> tuple[Scope, ...]:
    """The interview's first, then the day's: always in this order, so that no two wait for each other."""
    name = companys_today(company_id) if company_id else today()
    day = Scope(name, caps.day_tokens, millionths(caps.day_money))
    if not session_id:
        return (day,)
    own = Scope(f"session:{session_id}", caps.interview_tokens, millionths(caps.interview_money))
    return (own, day)


def reserve_spending(session_id: int, amount: Amount, *, caps: Caps, company_id: int = 0) -> bool:
    """Count `amount` in each scope, or in none: False where it does not fit into one of them.

    One conditional statement a scope: however many processes ask at once, together they never pass a cap.
    """
    with transaction.atomic():
        if all(_count_within(scope, amount) for scope in scopes_of(session_id, caps, company_id=company_id)):
            return True
        transaction.set_rollback(True)
    return False


def _count_within(scope: Scope, amount: Amount) -> bool:
    if _add_if_it_fits(scope, amount):
        return True
    if EngineSpending.objects.filter(scope=scope.name).exists():
        return False
    EngineSpending.objects.bulk_create([EngineSpending(scope=scope.name)], ignore_conflicts=True)
    return _add_if_it_fits(scope, amount)


def _add_if_it_fits(scope: Scope, amount: Amount) -> bool:
    row = EngineSpending.objects.filter(scope=scope.name)
    if scope.tokens:
        row = row.filter(tokens__lte=scope.tokens - amount.tokens)
    if scope.cost:
        row = row.filter(cost__lte=scope.cost - amount.cost)
    return bool(row.update(tokens=F("tokens") + amount.tokens, cost=F("cost") + amount.cost))


@transaction.atomic
def settle_spending(session_id: int, *, reserved: Amount, spent: Amount, company_id: int = 0) -> None:
    """What was reserved has come to this. Past midnight it is settled on the new day: a few tokens' difference."""
    change = spent - reserved
    for scope in scopes_of(session_id, Caps(), company_id=company_id):
        row = EngineSpending.objects.filter(scope=scope.name)
        row.update(tokens=F("tokens") + change.tokens, cost=F("cost") + change.cost)


def keep_call(record: CallRecord, *, company_id: int = 0) -> None:
    """Append the call to the record; `company_id` is whose own model was asked."""
    known = InterviewSession.objects.filter(pk=record.session) if record.session else None
    EngineCall.objects.create(
        session_id=record.session if known and known.exists() else None,
        company_id=company_id if company_id and Company.objects.filter(pk=company_id).exists() else None,
        created_at=now(),
        kind=record.kind,
        line=record.line,
        model=record.model[:120],
        prompt_version=record.prompt_version,
        failure=record.failure,
        status=record.status,
        requests=record.requests,
        prompt_tokens=record.prompt_tokens,
        completion_tokens=record.completion_tokens,
        cost=record.cost,
        latency_ms=record.latency_ms,
        first_ms=record.first_ms,
    )


PURGED_AT_ONCE = 500


@transaction.atomic
def purge_old_calls() -> int:
    """Delete some of the calls older than VIVA_LLM_RETENTION_DAYS (0: none ever is); how many.

    With the last call of an interview goes what was counted for it, and with its day what was counted for the day.
    """
    if not settings.VIVA_LLM_RETENTION_DAYS:
        return 0
    before = now() - timedelta(days=settings.VIVA_LLM_RETENTION_DAYS)
    old = EngineCall.objects.filter(created_at__lt=before).order_by("created_at")
    found = dict(old.values_list("pk", "session_id")[:PURGED_AT_ONCE])
    if not found:
        return 0
    EngineCall.objects.filter(pk__in=found).delete()
    sessions = {session for session in found.values() if session}
    sessions -= set(EngineCall.objects.filter(session__in=sessions).values_list("session_id", flat=True))
    EngineSpending.objects.filter(scope__in=[f"session:{session}" for session in sessions]).delete()
    days = EngineSpending.objects.exclude(scope__startswith="session:").annotate(day=Right("scope", 10))
    days.filter(day__lt=f"{before:%Y-%m-%d}").delete()
    return len(found)
