"""What a box gives up before a stranger's code runs in it; nothing of it can be taken back."""

from __future__ import annotations

import math
import os
import resource
import signal
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from viva.sandbox import landlock, seccomp, syscalls
from viva.sandbox.types import Limits

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
OPEN_FILES = 64
STACK_BYTES = 64 * 1024 * 1024
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Guards:
    """Which guards stand. All, except in the tests that prove that the probe notices a missing one."""

    landlock: bool = True
    seccomp: bool = True
    rlimits: bool = True


def give_up_privileges() -> None:
    """No new privileges through programs, no core dump, no look in by others of the same user."""
    syscalls.prctl(_PR_SET_NO_NEW_PRIVS, 1)
    syscalls.prctl(_PR_SET_DUMPABLE, 0)


def die_with_parent() -> None:
    syscalls.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def limit_files(folder: str, *, readable: tuple[str, ...]) -> None:
    """Landlock: read the interpreter's own library, use the box's own folder, and that is all."""
    rules = [(path, landlock.READ_FOLDER) for path in readable]
    rules += [("/dev/null", landlock.USE_DEVICE), ("/dev/urandom", landlock.READ_ONE_FILE)]
    landlock.restrict([*rules, (folder, landlock.USE_FOLDER)])


def readable_folders() -> tuple[str, ...]:
    """The folders that lazy imports need: standard library, shared objects' folders, time zones."""
    paths = sysconfig.get_paths()
    folders = {paths["stdlib"], paths["platstdlib"], "/usr/share/zoneinfo", *_shared_object_folders()}
    return tuple(sorted(os.path.realpath(folder) for folder in folders))


def _shared_object_folders() -> set[str]:
    with Path("/proc/self/maps").open() as maps:
        paths = {Path(line.split(maxsplit=5)[-1].strip()) for line in maps if "/" in line}
    return {str(path.parent) for path in paths if ".so" in path.name} - {"/"}


def limit_resources(limits: Limits, *, mapped: int) -> None:
    """The kernel's limits. CPU is a backstop in whole seconds: the daemon's own clock is finer.

    Memory is address space beyond `mapped`, the bytes that the empty box has already."""
    seconds = math.ceil(limits.cpu_seconds) + 1
    space = mapped + limits.memory_mb * _MIB
    _fix(resource.RLIMIT_CPU, seconds)
    _fix(resource.RLIMIT_STACK, STACK_BYTES)
    _fix(resource.RLIMIT_AS, space)
    _fix(resource.RLIMIT_FSIZE, limits.file_bytes)
    _fix(resource.RLIMIT_NOFILE, OPEN_FILES)
    for none in (resource.RLIMIT_CORE, resource.RLIMIT_MEMLOCK, resource.RLIMIT_MSGQUEUE):
        _fix(none, 0)


def _fix(which: int, value: int) -> None:
    hard = resource.getrlimit(which)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(which, (value, value))


def mapped_bytes() -> int:
    """This process's address space in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def limit_calls(limits: Limits, *, alone: bytes) -> None:
    """Seccomp, last: from here on nothing but the listed calls. `alone`: the filter that allows no threads."""
    seccomp.install(alone if limits.processes == 1 else seccomp.assemble(threads=True))


def needs_of_this_machine() -> str:
    """Why code cannot be held here, for a person; empty where it can (the probe then proves it)."""
    if not sys.platform.startswith("linux"):
        return "candidates' code runs on Linux only"
    try:
        syscalls.machine()
    except OSError as error:
        return str(error)
    abi = landlock.probe_abi()
    if abi < landlock.NEEDED_ABI:
        return f"the kernel's Landlock ABI is {abi}; {landlock.NEEDED_ABI} (Linux 6.12, Landlock on) is needed"
    return ""
