"""What starts and stops with the server: engine, code runner, clock, webhooks, mail, database threads."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings

from viva.config.code_runner import CodeRunner, daemon_options, remote_judge
from viva.core.realtime.database import close_database_threads
from viva.core.realtime.loop import serve_on
from viva.live.clock import run_clock
from viva.live.growing import growth_runner
from viva.live.hearing import ears
from viva.live.hearing_again import run_hearing_again
from viva.live.languages import known
from viva.live.planned_voice import planned_voices
from viva.live.providers import get_engine, use
from viva.live.recording_ticker import run_recording_ticker
from viva.live.runs import run_runner
from viva.live.speaking import preparer
from viva.live.turns import runner
from viva.notifications.mail_ticker import run_mail_ticker
from viva.notifications.ticker import run_ticker
from viva.sandbox.supervisor import Supervisor

log = logging.getLogger(__name__)


def runner_socket() -> Path:
    """Where the code runner listens: the setting, else a folder of this user's outside the data.

    A Unix socket's path may have 107 bytes, which a data folder can exceed; one path per data folder lets a
    restarted server find the runner that its predecessor left.
    """
    if settings.VIVA_RUNNER_SOCKET:
        return Path(settings.VIVA_RUNNER_SOCKET)
    name = f"viva-{os.getuid()}-{_short(str(settings.VIVA_DATA_DIR))}"
    return Path(tempfile.gettempdir()) / name / "runner.sock"


def _short(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()[:12]


class BackgroundParts:
    """Started once per process, stopped in the reverse order."""

    def __init__(self) -> None:
        supervisor = Supervisor(runner_socket(), options=daemon_options())
        self._code_runner = CodeRunner(settings.VIVA_SANDBOX_TIER, local=supervisor, remote=remote_judge())
        self._clocks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        serve_on(asyncio.get_running_loop())
        use(judge=self._code_runner, code_runner=self._code_runner)
        engine = get_engine()
        await asyncio.gather(engine.start(), self._code_runner.start())
        await known.refresh()
        clocks = (run_clock, run_ticker, run_mail_ticker, run_recording_ticker)
        at_leisure = (planned_voices.run, run_hearing_again)
        self._clocks = [asyncio.create_task(run()) for run in (*clocks, *at_leisure)]

    async def stop(self) -> None:
        for clock in self._clocks:
            clock.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await clock
        await runner.stop()
        await run_runner.stop()
        await growth_runner.stop()
        await preparer.stop()
        await ears.stop()
        await asyncio.gather(get_engine().stop(), self._code_runner.stop(), return_exceptions=True)
        serve_on(None)
        close_database_threads()


async def lifespan(receive: Any, send: Any) -> None:
    """The ASGI lifespan protocol over `BackgroundParts`."""
    parts = BackgroundParts()
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            try:
                await parts.start()
            except Exception as error:
                log.exception("Viva could not start")
                await send({"type": "lifespan.startup.failed", "message": str(error)})
                return
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await parts.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
