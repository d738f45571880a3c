"""The engine's status in words for the page: no key, no path of an address, no word of a server's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from viva.ai.engines.llm.config import ModelConfig
from viva.ai.engines.llm.probe import Found
from viva.live.engine_status import EngineStatus, Tried
from viva.live.models import EngineCall

Words = str | Promise

CAUSES: dict[str, Words] = {
    "unreachable": gettext_lazy("Nobody answers at the address"),
    "timeout": gettext_lazy("No whole reply in time"),
    "unauthorized": gettext_lazy("The key is refused"),
    "no_model": gettext_lazy("The model or the address is not known there"),
    "rate_limited": gettext_lazy("Too many requests, or nothing left to spend there"),
    "server_error": gettext_lazy("The server failed"),
    "bad_request": gettext_lazy("The server does not take the request"),
    "cut_off": gettext_lazy("The reply broke off"),
    "empty": gettext_lazy("An empty reply"),
    "refused": gettext_lazy("The model refused"),
    "malformed": gettext_lazy("The reply was no JSON"),
    "wrong_schema": gettext_lazy("The reply had another form"),
    "too_long": gettext_lazy("The reply was too long"),
    "unfit": gettext_lazy("The reply broke a rule of the conversation"),
    "over_budget": gettext_lazy("Over a limit of spending: not sent"),
    "circuit_open": gettext_lazy("Not sent: the server failed several times in a row"),
    "busy": gettext_lazy("No free place in time: not sent"),
    "no_time": gettext_lazy("The turn had no time left: not sent"),
    "cancelled": gettext_lazy("Given up, because nobody waited for it any more"),
}
KINDS: dict[str, Words] = {
    "say": gettext_lazy("A line"),
    "judge": gettext_lazy("A judgement"),
    "plan": gettext_lazy("Questions"),
    "conclude": gettext_lazy("Feedback"),
    "probe": gettext_lazy("A look at the server"),
}
_JSON: dict[str, Words] = {
    "json_schema": gettext_lazy("by a schema"),
    "json_object_schema": gettext_lazy("by a schema, as llama.cpp takes it"),
    "json_object": gettext_lazy("without a schema"),
    "plain": gettext_lazy("by the prompt alone"),
}


@dataclass(frozen=True, slots=True)
class Failure:
    at: datetime
    kind: Words
    cause: Words
    status: int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """`state`: embedded, unknown (not looked at yet), reachable, failing."""

    state: str
    model: str = ""
    host: str = ""
    cause: Words = ""
    has_key: bool = False
    capabilities: list[tuple[Words, Words]] = field(default_factory=list)
    figures: list[tuple[Words, str]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ShownTry:
    """`cause` "" where it answered; `line` None where it said nothing that may be said."""

    cause: Words
    first_ms: int | None
    line: str | None


def read(status: EngineStatus) -> Shown:
    config, found = status.config, status.found
    if config is None:
        return Shown("embedded")
    failing = status.is_open or (found is not None and bool(found.failure))
    cause = CAUSES["circuit_open"] if status.is_open else words_of(found.failure) if found else ""
    return Shown(
        state="failing" if failing else "reachable" if found else "unknown",
        model=config.model,
        host=config.host,
        cause=cause,
        has_key=bool(config.api_key),
        capabilities=_capabilities(found) if found and not found.failure else [],
        figures=_figures(status, config),
        failures=[_failure(call) for call in status.failures],
    )


def read_tried(tried: Tried) -> ShownTry:
    return ShownTry(words_of(tried.found.failure), tried.found.first_ms, tried.line)


def words_of(cause: str) -> Words:
    return CAUSES.get(cause, cause)


def _capabilities(found: Found) -> list[tuple[Words, Words]]:
    dialect = found.dialect or {}
    yes, no = _("yes"), _("no")
    return [
        (_("Answers as"), found.model),
        (_("First word after"), _("%(count)d ms") % {"count": found.first_ms or 0}),
        (_("JSON"), _JSON.get(str(dialect.get("json")), no)),
        (_("Temperature can be set"), yes if dialect.get("temperature") else no),
        (_("Seed can be set"), yes if dialect.get("seed") else no),
        (_("Counts its tokens"), yes if dialect.get("usage") else no),
    ]


def _figures(status: EngineStatus, config: ModelConfig) -> list[tuple[Words, str]]:
    caps, prices = config.caps, config.prices
    figures: list[tuple[Words, str]] = [
        (_("Calls today"), str(status.calls)),
        (_("Gave nothing"), str(status.failed)),
        (_("Tokens today"), _of(f"{status.tokens:,}", f"{caps.day_tokens:,}" if caps.day_tokens else "")),
    ]
    if prices.prompt or prices.completion:
        most = f"{caps.day_money:.2f}" if caps.day_money else ""
        figures.append((_("Spent today"), _of(f"{status.cost / 1_000_000:.2f}", most)))
    if caps.interview_tokens:
        figures.append((_("Most tokens an interview"), f"{caps.interview_tokens:,}"))
    return figures


def _of(spent: str, most: str) -> str:
    return _("%(spent)s of %(most)s") % {"spent": spent, "most": most} if most else spent


def _failure(call: EngineCall) -> Failure:
    return Failure(call.created_at, KINDS.get(call.kind, call.kind), words_of(call.failure), call.status)
