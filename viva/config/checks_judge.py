"""`manage.py check` of the code runner's settings. Address and token are not repeated: both may be secret."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from viva.config.code_runner import TIERS
from viva.config.settings.environment import is_loopback
from viva.sandbox.remote.judge import KINDS

Found = Iterator[CheckMessage]


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
    yield from _address(_split(settings.VIVA_JUDGE_URL))


def _address(parts: SplitResult | None) -> Found:
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        yield Error(
            "VIVA_JUDGE_URL is not a whole address.",
            hint="Write http://127.0.0.1:5050 for go-judge, http://127.0.0.1:2000/api/v2 for Piston, or https://…",
            id="viva.E034",
        )
    elif parts.username or parts.password or parts.query or parts.fragment:
        yield Error(
            "VIVA_JUDGE_URL holds a name, a password or a query.",
            hint="Leave the address bare; a secret goes into VIVA_JUDGE_TOKEN.",
            id="viva.E035",
        )
    elif parts.scheme == "http" and not is_loopback(parts.hostname):
        yield Warning(
            "VIVA_JUDGE_URL is http:// to another machine: code and VIVA_JUDGE_TOKEN can be read on the way.",
            hint="Use https://, unless nobody else is on the network between the two.",
            id="viva.W032",
        )


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - raises for what is no port
    except ValueError:
        return None
    return parts


JUDGE_CHECKS: Sequence[Callable[[], Found]] = (tier, remote)
