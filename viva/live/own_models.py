"""Companies' own language models: which engine holds an interview, and what it may spend."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings

from viva.accounts.models import CompanyModel
from viva.accounts.sealing import Unreadable, unseal
from viva.ai.engines.base import Engine
from viva.ai.engines.llm.config import Caps, Prices, Secret
from viva.ai.engines.llm.engine import LanguageModelEngine
from viva.core.realtime.database import in_database
from viva.live.language_model import DatabaseLedger, read_limits
from viva.live.providers import get_engine

log = logging.getLogger(__name__)

MOST_KEPT = 100
"""Engines of companies that this process keeps, each with its connections, breaker and dialect."""


@dataclass(frozen=True, slots=True)
class _Kept:
    changed_at: datetime
    behind: Engine
    engine: LanguageModelEngine


_kept: dict[int, _Kept] = {}


async def engine_of(*, session_id: int = 0, company_id: int | None = None) -> Engine:
    """The engine of the company's own model, where it has one and the operator allows it; else this server's.

    A key that cannot be read, or for an address that is allowed no more, is not replaced by the operator's: the
    company chose where its candidates' words go. Then it is the embedded engine.
    """
    if not settings.VIVA_LLM_COMPANY_BASE_URLS or not (session_id or company_id):
        return get_engine()
    own = await in_database(_find, session_id, company_id)
    if own is None:
        return get_engine()
    if own.base_url not in settings.VIVA_LLM_COMPANY_BASE_URLS:
        log.warning("the address of a company's own language model is not allowed any more")
        return _embedded()
    try:
        return _engine_for(own)
    except Unreadable:
        log.warning("the key of a company's own language model cannot be read: its secret is another one")
        return _embedded()


def _find(session_id: int, company_id: int | None) -> CompanyModel | None:
    if company_id:
        return CompanyModel.objects.filter(company=company_id).first()
    return CompanyModel.objects.filter(company__interviews__session=session_id).first()


def _engine_for(own: CompanyModel) -> LanguageModelEngine:
    kept, behind = _kept.get(own.company_id), _embedded()
    if kept is None or kept.changed_at != own.changed_at or kept.behind is not behind:
        kept = _Kept(own.changed_at, behind, _make(own, behind))
        _kept.pop(own.company_id, None)
        _kept[own.company_id] = kept
        if len(_kept) > MOST_KEPT:
            del _kept[next(iter(_kept))]
    return kept.engine


def _make(own: CompanyModel, behind: Engine) -> LanguageModelEngine:
    """Limits of time and of an interview's tokens are the operator's, prices and a day's limits the company's."""
    limits = read_limits(base_url=own.base_url, model=own.model)
    caps = Caps(interview_tokens=limits.caps.interview_tokens, day_tokens=own.day_tokens, day_money=own.day_money)
    key = Secret(unseal(own.sealed_key, company_id=own.company_id))
    prices = Prices(own.prompt_price, own.completion_price)
    config = replace(limits, api_key=key, caps=caps, prices=prices, fixed_json="")
    ledger = DatabaseLedger(caps, company_id=own.company_id)
    return LanguageModelEngine(config, embedded=behind, ledger=ledger)


def _embedded() -> Engine:
    engine = get_engine()
    return engine.embedded if isinstance(engine, LanguageModelEngine) else engine
