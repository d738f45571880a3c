"""Which judge this server has, by VIVA_SANDBOX_TIER: the daemon of this machine, another machine, or none."""

from __future__ import annotations

import logging
from typing import Any, Protocol

from django.conf import settings

from viva.sandbox.remote.judge import KINDS, RemoteJudge
from viva.sandbox.types import Judge, Judgement, Submission, Verdict, Waiting

log = logging.getLogger(__name__)
LOCAL = ("bubblewrap", "landlock")  # the daemon's own tiers, in the words of its --tier
TIERS = ("auto", *LOCAL, "remote", "off")
OFF = "Code is not run on this server."


class Local(Protocol):
    """The supervisor, as far as it is needed here."""

    @property
    def client(self) -> Judge: ...

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def status(self) -> dict[str, Any]: ...


class CodeRunner:
    """The `Judge` of the lifespan. With `auto` it is chosen at the start: this machine if it holds code safely,
    else the other one if there is one; else this machine, which refuses and says why."""

    def __init__(self, tier: str, *, local: Local, remote: RemoteJudge | None) -> None:
        self._tier, self._local, self._remote = tier, local, remote
        self._by_remote = tier == "remote"
        self._why_not_local = ""

    async def start(self) -> None:
        """Never raises: without a code runner everything else still works."""
        if self._tier not in ("auto", *LOCAL):
            return
        await self._local.start()
        if self._tier == "auto" and self._remote is not None:
            await self._choose()

    async def _choose(self) -> None:
        status = await self._local.status()
        if status.get("safe"):
            return
        self._why_not_local = str(status.get("reason", ""))
        self._by_remote = True
        log.warning("code is run by the remote code runner, because here: %s", self._why_not_local)
        await self._local.stop()

    async def stop(self) -> None:
        if self._tier in ("auto", *LOCAL) and not self._by_remote:
            await self._local.stop()

    async def judge(self, submission: Submission, *, waiting: Waiting | None = None) -> Judgement:
        if self._tier == "off":
            return Judgement(Verdict.IE, message=OFF)
        if not self._by_remote:
            return await self._local.client.judge(submission, waiting=waiting)
        if self._remote is None:
            return Judgement(Verdict.IE, message="The remote code runner has no address (VIVA_JUDGE_URL).")
        return await self._remote.judge(submission, waiting=waiting)

    async def status(self) -> dict[str, Any]:
        """What runs code now, as the daemon tells it, and under `setting` what was asked for. Never raises."""
        return {**await self._status(), "setting": self._tier, "remote_set": self._remote is not None}

    async def _status(self) -> dict[str, Any]:
        if self._tier == "off":
            return {"safe": False, "tier": "", "reason": OFF}
        if not self._by_remote:
            return await self._local.status()
        if self._remote is None:
            return {"safe": False, "tier": "", "reason": "VIVA_JUDGE_URL is not set."}
        return {**await self._remote.status(), "why_not_local": self._why_not_local}


def daemon_options() -> tuple[str, ...]:
    """What the daemon is started with: its own choice unless one tier is asked for."""
    return ("--tier", settings.VIVA_SANDBOX_TIER) if settings.VIVA_SANDBOX_TIER in LOCAL else ()


def remote_judge() -> RemoteJudge | None:
    """None where no address is set, or its kind is none that there is (`manage.py check` says so)."""
    if not settings.VIVA_JUDGE_URL or settings.VIVA_JUDGE_KIND not in KINDS:
        return None
    return RemoteJudge(settings.VIVA_JUDGE_URL, settings.VIVA_JUDGE_KIND, token=settings.VIVA_JUDGE_TOKEN)
