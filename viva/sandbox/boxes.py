"""The daemon's side of one box: asked for, spoken to, ended, and cleared away wholly."""

from __future__ import annotations

import os
import shutil
import signal
import socket
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from viva.sandbox import frames
from viva.sandbox.pipes import Intake, readable, write_all

_DEATH_SECONDS = 10.0
_PARTING_SECONDS = 1.0
_HAND_IN_SECONDS = 20.0


class BoxError(Exception):
    """A box failed of itself: our failure, never a stranger's."""


@dataclass(slots=True)
class Box:
    """One single-use box. `folder` and `is_child` where it lives in the daemon's own namespaces."""

    pid: int
    pidfd: int
    channel: socket.socket
    folder: Path | None
    is_child: bool
    _intake: Intake | None = field(default=None, init=False)
    _is_cleared: bool = field(default=False, init=False)

    async def ask(self, message: dict[str, Any], *, seconds: float) -> dict[str, Any]:
        """Its reply. Raises BoxError where none comes in that time."""
        if self._intake is None:
            self._intake = Intake(self.channel.fileno(), most=frames.MOST_BYTES)
        try:
            await write_all(self.channel.fileno(), frames.pack(message), seconds=_HAND_IN_SECONDS)
            reply = await self._intake.frame(seconds=seconds)
        except (OSError, TimeoutError, frames.FrameError) as error:
            raise BoxError(f"a box failed: {error!r}") from error
        if "failed" in reply:
            raise BoxError(f"a box failed: {reply['failed']}")
        return reply

    async def clear_away(self) -> None:
        """Nothing of it stays: processes, descriptors, files. Once."""
        if self._is_cleared:
            return
        self._is_cleared = True
        if self._intake is not None:
            self._intake.detach()
        self.channel.close()  # its runner ends its children, then itself
        if not await readable(self.pidfd, seconds=_PARTING_SECONDS):
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)
            await readable(self.pidfd, seconds=_DEATH_SECONDS)
        if self.is_child:
            self._reap()
        os.close(self.pidfd)
        if self.folder is not None:
            remove_folder(self.folder)

    def _reap(self) -> None:
        with suppress(ChildProcessError):
            _, status = os.waitpid(self.pid, 0)
            if status != 0:
                sweep_session(self.pid)


def sweep_session(session: int) -> None:
    """What a killed runner left behind: it came to the daemon, a subreaper, and is in the box's session."""
    for pid in _members_of(session):
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _members_of(session: int) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError, IndexError):
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                if int(fields[3]) == session:
                    found.append(int(folder.name))
    return found


def remove_folder(folder: Path) -> None:
    """Of a box whose processes have all ended."""
    shutil.rmtree(folder, ignore_errors=True)
