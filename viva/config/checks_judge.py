"""`manage.py check` of the code runner's settings. Address and token are not repeated: both may be secret."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from viva.config.checks_address import Server, address_amiss
from viva.config.code_runner import TIERS
from viva.sandbox.remote.judge import KINDS

Found = Iterator[CheckMessage]
_JUDGE = Server(
    example="https://… or http://127.0.0.1:5050 for go-judge, http://127.0.0.1:2000/api/v2 for Piston",
    secrets="VIVA_JUDGE_TOKEN",
    sent="code and VIVA_JUDGE_TOKEN",
    not_whole="viva.E034",
    not_bare="viva.E035",
    in_clear="viva.W032",
)


def tier() -> Found:
    """VIVA_SANDBOX_TIER, and whether the rest goes with it."""
    wanted = settings.VIVA_SANDBOX_TIER
    if wanted not in TIERS:
        yield Error(
            f"VIVA_SANDBOX_TIER is {wanted!r}, which is no tier.",
            hint=f"Give one of {', '.join(TIERS)}, or remove it to have the best that works.",
            id="viva.E030",
        )
    if wanted == "remote" and not settings.VIVA_JUDGE_URL:
        yield Error(
            "VIVA_SANDBOX_TIER is remote, and VIVA_JUDGE_URL is not set.",
            hint="Set VIVA_JUDGE_URL and VIVA_JUDGE_KIND, or another tier.",
            id="viva.E031",
        )
    if wanted in ("bubblewrap", "landlock", "off") and settings.VIVA_JUDGE_URL:
        yield Warning(
            f"VIVA_JUDGE_URL is set, and VIVA_SANDBOX_TIER={wanted} never uses it.",
            hint="Set VIVA_SANDBOX_TIER to auto or remote, or remove VIVA_JUDGE_URL.",
            id="viva.W030",
        )


def remote() -> Found:
    """VIVA_JUDGE_URL, VIVA_JUDGE_KIND and VIVA_JUDGE_TOKEN."""
    if settings.VIVA_JUDGE_KIND and settings.VIVA_JUDGE_KIND not in KINDS:
        yield Error(
            f"VIVA_JUDGE_KIND is {settings.VIVA_JUDGE_KIND!r}, which is no kind of code runner.",
            hint=f"Give one of {', '.join(KINDS)}.",
            id="viva.E032",
        )
    if not settings.VIVA_JUDGE_URL:
        if settings.VIVA_JUDGE_KIND or settings.VIVA_JUDGE_TOKEN:
            name = "VIVA_JUDGE_KIND" if settings.VIVA_JUDGE_KIND else "VIVA_JUDGE_TOKEN"
            yield Warning(f"{name} is set without VIVA_JUDGE_URL.", hint="Set both, or none.", id="viva.W031")
        return
    if not settings.VIVA_JUDGE_KIND:
        yield Error(
            "VIVA_JUDGE_URL is set without VIVA_JUDGE_KIND.",
            hint=f"Say what answers there: {' or '.join(KINDS)}.",
            id="viva.E033",
        )
    yield from address_amiss("VIVA_JUDGE_URL", settings.VIVA_JUDGE_URL, _JUDGE)


JUDGE_CHECKS: Sequence[Callable[[], Found]] = (tier, remote)
