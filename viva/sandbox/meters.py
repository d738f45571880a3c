"""What a runner reads about a running child, from the kernel's books."""

from __future__ import annotations

import os
import resource
import time
from contextlib import suppress

MOST_FILES = 64
# However long a child waits for a processor, after this many times its limit it is late.
_PATIENCE = 4.0


def cpu_seconds(pid: int) -> float:
    """By the process's own clock (its id: man 3 clock_getcpuclockid); 0.0 once it has ended."""
    try:
        return time.clock_gettime(((~pid) << 3) | 2)
    except OSError:
        return 0.0


def is_late(elapsed: float, *, starved: float, limit: float) -> bool:
    """A busy machine is not the candidate's fault: waiting for a processor does not count, within bounds."""
    return elapsed - starved > limit or elapsed > _PATIENCE * limit


class Books:
    """/proc, through a descriptor: the box's own view of it need not be there any more."""

    def __init__(self, proc: int) -> None:
        self._proc = proc

    def mapped_bytes(self) -> int:
        """This process's own address space."""
        return int(self._read("self/statm").split()[0]) * resource.getpagesize()

    def starved_seconds(self, pid: int) -> float:
        """How long it was ready and got no processor (sched-stats.rst); 0.0 if not known."""
        words = self._read(f"{pid}/schedstat").split()
        return int(words[1]) / 1e9 if len(words) > 1 else 0.0

    def peak_kb(self, pid: int) -> int:
        """The most memory that the program it is now has had; 0 if not known."""
        for line in self._read(f"{pid}/status").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
        return 0

    def threads(self, pid: int) -> int:
        """0 if not known."""
        for line in self._read(f"{pid}/status").splitlines():
            if line.startswith("Threads:"):
                return int(line.split()[1])
        return 0

    def _read(self, name: str) -> str:
        try:
            fd = os.open(name, os.O_RDONLY | os.O_CLOEXEC, dir_fd=self._proc)
        except OSError:
            return ""
        try:
            return os.read(fd, 8192).decode("ascii", "replace")
        except OSError:
            return ""
        finally:
            os.close(fd)


def files_exceed(folder: str, *, most_bytes: int) -> bool:
    """More than MOST_FILES, or together more than `most_bytes`."""
    size = 0
    with os.scandir(folder) as entries:
        for count, entry in enumerate(entries, start=1):
            with suppress(FileNotFoundError):
                size += entry.stat(follow_symlinks=False).st_size
            if count > MOST_FILES or size > most_bytes:
                return True
    return False
