"""What the daemon reads about a running box, from the kernel's books."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

MOST_FILES = 64
# However long a box waits for a processor, after this many times its limit it is late.
_PATIENCE = 4.0


def cpu_seconds(pid: int) -> float:
    """By the process's own clock (its id: man 3 clock_getcpuclockid); 0.0 once it has ended."""
    try:
        return time.clock_gettime(((~pid) << 3) | 2)
    except OSError:
        return 0.0


def starved_seconds(pid: int) -> float:
    """How long it was ready and got no processor (Documentation/scheduler/sched-stats.rst); 0.0 if not known."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0


def is_late(elapsed: float, *, starved: float, limit: float) -> bool:
    """A busy machine is not the candidate's fault: waiting for a processor does not count, within bounds."""
    return elapsed - starved > limit or elapsed > _PATIENCE * limit


def files_exceed(folder: Path, *, most_bytes: int) -> bool:
    """More than MOST_FILES, or together more than `most_bytes`."""
    size = 0
    for count, entry in enumerate(os.scandir(folder), start=1):
        with suppress(FileNotFoundError):
            size += entry.stat(follow_symlinks=False).st_size
        if count > MOST_FILES or size > most_bytes:
            return True
    return False


def thread_count(pid: int) -> int:
    try:
        return sum(1 for _ in os.scandir(f"/proc/{pid}/task"))
    except OSError:
        return 0
