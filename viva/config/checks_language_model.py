"""`manage.py check` of the language model's settings. Address and key are not repeated: both may be secret."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from viva.ai.engines.llm.dialect import Json
from viva.config.checks_address import Server, address_amiss

Found = Iterator[CheckMessage]
_MODEL = Server(
    example="it up to /v1: http://127.0.0.1:11434/v1 for Ollama, https://api.openai.com/v1",
    secrets="VIVA_LLM_API_KEY or VIVA_LLM_API_KEY_FILE",
    sent="answers and key",
    not_whole="viva.E041",
    not_bare="viva.E042",
    in_clear="viva.W042",
)

MOST_SAMPLES = 9
_SECONDS = ("SAY", "JUDGE", "PLAN", "CONCLUDE")
_AMOUNTS = (
    "INTERVIEW_TOKENS",
    "DAY_TOKENS",
    "INTERVIEW_MONEY",
    "DAY_MONEY",
    "PROMPT_PRICE",
    "COMPLETION_PRICE",
)


def together() -> Found:
    """Address and model, and what is of no use without them."""
    address, model = settings.VIVA_LLM_BASE_URL, settings.VIVA_LLM_MODEL
    if bool(address) != bool(model):
        given, lacking = (
            ("VIVA_LLM_BASE_URL", "VIVA_LLM_MODEL") if address else ("VIVA_LLM_MODEL", "VIVA_LLM_BASE_URL")
        )
        yield Error(
            f"{given} is set without {lacking}.",
            hint="Set both, or none to have the embedded engine.",
            id="viva.E040",
        )
    if (settings.VIVA_LLM_API_KEY or settings.VIVA_LLM_API_KEY_FILE) and not address:
        yield Warning(
            "VIVA_LLM_API_KEY is set without VIVA_LLM_BASE_URL: no language model is used.",
            hint="Set VIVA_LLM_BASE_URL and VIVA_LLM_MODEL, or remove the key.",
            id="viva.W040",
        )
    if settings.VIVA_LLM_API_KEY and settings.VIVA_LLM_API_KEY_FILE:
        yield Warning(
            "VIVA_LLM_API_KEY and VIVA_LLM_API_KEY_FILE are both set: the file is not read.",
            hint="Remove one of them.",
            id="viva.W041",
        )


def address() -> Found:
    """VIVA_LLM_BASE_URL."""
    if settings.VIVA_LLM_BASE_URL:
        yield from address_amiss("VIVA_LLM_BASE_URL", settings.VIVA_LLM_BASE_URL, _MODEL)


def companies_addresses() -> Found:
    """VIVA_LLM_COMPANY_BASE_URLS."""
    for each in settings.VIVA_LLM_COMPANY_BASE_URLS:
        yield from address_amiss("VIVA_LLM_COMPANY_BASE_URLS", each, _MODEL)


def key_file() -> Found:
    """VIVA_LLM_API_KEY_FILE."""
    if not settings.VIVA_LLM_API_KEY_FILE or settings.VIVA_LLM_API_KEY:
        return
    try:
        empty = not Path(settings.VIVA_LLM_API_KEY_FILE).read_text().strip()
    except (OSError, UnicodeDecodeError):
        yield Error(
            "VIVA_LLM_API_KEY_FILE names a file that cannot be read.",
            hint="Let the user that runs Viva read it, or name another.",
            id="viva.E043",
        )
        return
    if empty:
        yield Error(
            "VIVA_LLM_API_KEY_FILE names a file that is empty.",
            hint="Put the key into it, or remove the setting where the server asks for none.",
            id="viva.E043",
        )


def choices() -> Found:
    """The numbers, and VIVA_LLM_JSON."""
    for name in _SECONDS:
        if (value := getattr(settings, f"VIVA_LLM_{name}_SECONDS")) < 0.5:
            yield Error(f"VIVA_LLM_{name}_SECONDS is {value}.", hint="Give 0.5 or more.", id="viva.E044")
    for name in _AMOUNTS:
        if (value := getattr(settings, f"VIVA_LLM_{name}")) < 0:
            yield Error(f"VIVA_LLM_{name} is {value}.", hint="Give 0 (none) or more.", id="viva.E044")
    if settings.VIVA_LLM_CONCURRENCY < 1:
        yield Error(
            f"VIVA_LLM_CONCURRENCY is {settings.VIVA_LLM_CONCURRENCY}.", hint="Give 1 or more.", id="viva.E044"
        )
    if not 1 <= settings.VIVA_LLM_SAMPLES <= MOST_SAMPLES:
        yield Error(
            f"VIVA_LLM_SAMPLES is {settings.VIVA_LLM_SAMPLES}.", hint=f"Give 1 to {MOST_SAMPLES}.", id="viva.E044"
        )
    if settings.VIVA_LLM_JSON not in {"auto", *Json}:
        yield Error(
            f"VIVA_LLM_JSON is {settings.VIVA_LLM_JSON!r}, which is no way to ask for JSON.",
            hint=f"Give one of auto, {', '.join(Json)}.",
            id="viva.E045",
        )
    money = settings.VIVA_LLM_INTERVIEW_MONEY or settings.VIVA_LLM_DAY_MONEY
    if money and not (settings.VIVA_LLM_PROMPT_PRICE or settings.VIVA_LLM_COMPLETION_PRICE):
        yield Warning(
            "A limit in money is set, and no price: it is never reached.",
            hint="Set VIVA_LLM_PROMPT_PRICE and VIVA_LLM_COMPLETION_PRICE.",
            id="viva.W043",
        )


LANGUAGE_MODEL_CHECKS: Sequence[Callable[[], Found]] = (together, address, companies_addresses, key_file, choices)
