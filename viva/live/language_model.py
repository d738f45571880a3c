"""The engine of a language model as the settings describe it, counting in the database."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from viva.ai.engines.embedded import EmbeddedEngine
from viva.ai.engines.llm.config import Caps, ModelConfig, Prices, Seconds, Secret
from viva.ai.engines.llm.engine import LanguageModelEngine
from viva.ai.engines.llm.spending import Amount, CallRecord
from viva.core.realtime.database import write_in_database
from viva.live.services.spending import keep_call, reserve_spending, settle_spending

log = logging.getLogger(__name__)

LEFT_TO_THE_CALLER = 1.0
"""Seconds of VIVA_ENGINE_SECONDS that no call to the model gets."""


class DatabaseLedger:
    """What cannot be counted is not spent; what cannot be recorded is logged, and the interview goes on."""

    def __init__(self, caps: Caps, *, company_id: int = 0) -> None:
        """`company_id`: whose own model it is, and whose day it is counted on; 0: the operator's."""
        self.caps = caps
        self.company_id = company_id

    async def reserve(self, session: int, amount: Amount) -> bool:
        try:
            return await write_in_database(
                reserve_spending, session, amount, caps=self.caps, company_id=self.company_id
            )
        except DatabaseError as error:
            log.warning("spending could not be reserved (%s)", type(error).__name__)
            return False

    async def settle(self, session: int, *, reserved: Amount, spent: Amount) -> None:
        await self._write(settle_spending, session, reserved=reserved, spent=spent, company_id=self.company_id)

    async def record(self, record: CallRecord) -> None:
        await self._write(keep_call, record, company_id=self.company_id)

    async def _write(self, function: Callable[..., None], *args: Any, **kwargs: Any) -> None:
        try:
            await write_in_database(function, *args, **kwargs)
        except DatabaseError as error:
            log.warning("a call to the language model could not be recorded (%s)", type(error).__name__)


def make_engine() -> LanguageModelEngine:
    """`VIVA_ENGINE` where a language model is configured."""
    config = read_config()
    return LanguageModelEngine(config, embedded=EmbeddedEngine(), ledger=DatabaseLedger(config.caps))


def read_config() -> ModelConfig:
    """Raises ImproperlyConfigured for a key file that cannot be read."""
    limits = read_limits(base_url=settings.VIVA_LLM_BASE_URL, model=settings.VIVA_LLM_MODEL)
    return replace(limits, api_key=read_key())


def read_limits(*, base_url: str, model: str) -> ModelConfig:
    """What the operator allows calls to this model, without a key."""
    most = settings.VIVA_ENGINE_SECONDS - LEFT_TO_THE_CALLER
    return ModelConfig(
        base_url=base_url,
        model=model,
        seconds=Seconds(
            say=min(settings.VIVA_LLM_SAY_SECONDS, most),
            judge=min(settings.VIVA_LLM_JUDGE_SECONDS, most),
            plan=min(settings.VIVA_LLM_PLAN_SECONDS, most),
            conclude=min(settings.VIVA_LLM_CONCLUDE_SECONDS, most),
        ),
        caps=Caps(
            interview_tokens=settings.VIVA_LLM_INTERVIEW_TOKENS,
            day_tokens=settings.VIVA_LLM_DAY_TOKENS,
            interview_money=settings.VIVA_LLM_INTERVIEW_MONEY,
            day_money=settings.VIVA_LLM_DAY_MONEY,
        ),
        prices=Prices(settings.VIVA_LLM_PROMPT_PRICE, settings.VIVA_LLM_COMPLETION_PRICE),
        concurrency=settings.VIVA_LLM_CONCURRENCY,
        samples=settings.VIVA_LLM_SAMPLES,
        sceptic=settings.VIVA_LLM_SCEPTIC,
        fixed_json="" if settings.VIVA_LLM_JSON == "auto" else settings.VIVA_LLM_JSON,
    )


def read_key() -> Secret:
    """VIVA_LLM_API_KEY, else what stands in the file VIVA_LLM_API_KEY_FILE; none where neither is set."""
    if settings.VIVA_LLM_API_KEY or not settings.VIVA_LLM_API_KEY_FILE:
        return Secret(settings.VIVA_LLM_API_KEY)
    try:
        return Secret(Path(settings.VIVA_LLM_API_KEY_FILE).read_text().strip())
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(
            f"VIVA_LLM_API_KEY_FILE: the file cannot be read ({type(error).__name__}). Let the user that runs "
            "Viva read it, or name another."
        ) from None
