"""A control group for the whole runner, where this user may make one: all boxes together leave the server its
share.

Version 2: one hierarchy; version 1: one per controller (the kernel's Documentation/admin-guide/cgroup-v2.rst,
-v1/)."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_ROOT = Path("/sys/fs/cgroup")
_MEMORY_SHARE = 0.75
_MOST_PROCESSES = "4096"
PREFIX = "viva-sandbox-"


def enter(name: str) -> str:
    """Go in, with all that this process will start: "v2" or "v1"; "none" where that cannot be done here."""
    memory = str(int(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") * _MEMORY_SHARE))
    if (_ROOT / "cgroup.controllers").exists():
        limits = {"memory.max": memory, "pids.max": _MOST_PROCESSES}
        return "v2" if _join(_ROOT / name, limits) else "none"
    joined = [
        _join(_ROOT / "memory" / name, {"memory.limit_in_bytes": memory}),
        _join(_ROOT / "pids" / name, {"pids.max": _MOST_PROCESSES}),
    ]
    return "v1" if all(joined) else "none"


def _join(group: Path, limits: dict[str, str]) -> bool:
    """All or nothing: a group whose limits cannot be set holds nobody. Those of dead runners go away."""
    for left in group.parent.glob(f"{PREFIX}*"):
        with suppress(OSError):  # somebody is in it, or it is not ours
            left.rmdir()
    try:
        group.mkdir(exist_ok=True)
        for file, value in limits.items():
            (group / file).write_text(value)
        (group / "cgroup.procs").write_text(str(os.getpid()))
    except OSError:
        with suppress(OSError):
            group.rmdir()
        return False
    return True
