"""Giving up root for good, and finding a Python that the unprivileged user may run."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

UNPRIVILEGED = "nobody"
_UNPRIVILEGED_ID = 65534
_OLDEST_PYTHON = (3, 11)
_TRY_SECONDS = 20
_TRY_CODE = "import asyncio, ctypes, json, sys, zipfile; print(*sys.version_info[:2])"


class CannotHoldCodeError(Exception):
    """This machine cannot run strangers' code safely; the text tells a person why."""


def unprivileged_ids() -> tuple[int, int]:
    """The user and group that the runner becomes when it was started as root; its own ones otherwise."""
    if os.getuid() != 0 and os.geteuid() != 0:
        return os.getuid(), os.getgid()
    try:
        entry = pwd.getpwnam(UNPRIVILEGED)
    except KeyError:
        return _UNPRIVILEGED_ID, _UNPRIVILEGED_ID
    return entry.pw_uid, entry.pw_gid


def give_up_root(*, uid: int, gid: int) -> None:
    """Become `uid` for good, and prove it. Raises CannotHoldCodeError."""
    if os.geteuid() == 0:
        try:
            os.setgroups([])
            os.setresgid(gid, gid, gid)
            os.setresuid(uid, uid, uid)
        except OSError as error:
            raise CannotHoldCodeError(f"root could not be given up: {error}") from error
    _prove_not_root()


def _prove_not_root() -> None:
    if 0 in (*os.getresuid(), *os.getresgid()):
        raise CannotHoldCodeError("root was not given up wholly")
    try:
        os.setresuid(0, 0, 0)
    except PermissionError:
        return
    raise CannotHoldCodeError("root could be taken back")


def find_python(*, uid: int, gid: int) -> str:
    """An interpreter that `uid` can run, this one if it can. CannotHoldCodeError names those tried."""
    tried = []
    for path in _candidates():
        tried.append(path)
        if _works(path, uid=uid, gid=gid):
            return path
    raise CannotHoldCodeError(
        f"user {uid} can run no Python {'.'.join(map(str, _OLDEST_PYTHON))}+; tried {', '.join(tried)}"
    )


def _candidates() -> Iterator[str]:
    own = getattr(sys, "_base_executable", None) or sys.executable
    names = ["python3", *(f"python3.{minor}" for minor in range(15, 10, -1))]
    installed = [str(Path(folder, name)) for name in names for folder in ("/usr/bin", "/usr/local/bin")]
    yield from dict.fromkeys(path for path in (own, *installed) if path and Path(path).exists())


def _works(path: str, *, uid: int, gid: int) -> bool:
    become = {"user": uid, "group": gid, "extra_groups": []} if os.geteuid() == 0 else {}
    try:
        done = subprocess.run(
            [path, "-I", "-S", "-B", "-c", _TRY_CODE],
            env={},
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TRY_SECONDS,
            check=False,
            **become,  # type: ignore[call-overload]
        )
    except (OSError, subprocess.SubprocessError):
        return False
    words = done.stdout.split()
    return done.returncode == 0 and tuple(int(word) for word in words) >= _OLDEST_PYTHON
