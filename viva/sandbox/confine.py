"""What a process gives up before a stranger's code runs in it; nothing of it can be taken back."""

from __future__ import annotations

import ctypes
import math
import os
import resource
import signal
import sys
from dataclasses import dataclass
from functools import cache

from viva.sandbox import landlock, syscalls
from viva.sandbox.languages.language import Memory
from viva.sandbox.types import Limits

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_PR_CAPBSET_DROP, _PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL = 24, 47, 4
_CAPABILITY_VERSION_3, _MOST_CAPABILITIES = 0x20080522, 64
OPEN_FILES = 64
STACK_BYTES = 64 * 1024 * 1024
# Of a runtime with many threads, each of which gets a stack of this size.
_THREAD_STACK_BYTES = 8 * 1024 * 1024
# A program of its own has its code and its loader to map before any byte is the candidate's.
_PROGRAM_MB = 8
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Guards:
    """Which guards stand. All, except in the tests that prove that the probe notices a missing one.

    `landlock` is False in the bubblewrap tier, whose mounts and namespaces are in its place.
    """

    landlock: bool = True
    seccomp: bool = True
    rlimits: bool = True


def give_up_privileges() -> None:
    """No new privileges through programs, no core dump, no look in by others of the same user."""
    syscalls.prctl(_PR_SET_NO_NEW_PRIVS, 1)
    syscalls.prctl(_PR_SET_DUMPABLE, 0)


# The kernel ends this process with its parent.
die_with_parent = syscalls.prepared("prctl", _PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


class _CapabilityHeader(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _CapabilitySets(ctypes.Structure):
    _fields_ = [(f"{name}{half}", ctypes.c_uint32) for half in (0, 1) for name in ("has", "may", "passes")]


def bound_capabilities() -> None:
    """Of the fork server, once: no program that is ever begun below it can have what is dropped of the set."""
    for capability in range(_MOST_CAPABILITIES):
        try:
            syscalls.prctl(_PR_CAPBSET_DROP, capability)
        except OSError:  # beyond the last one, or not ours to drop: then there is nothing to be had either
            return


def drop_capabilities() -> None:
    """Those over the box's own namespaces; forks begin without them. Raises OSError."""
    syscalls.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL)
    header = _CapabilityHeader(_CAPABILITY_VERSION_3, 0)
    syscalls.call("capset", ctypes.pointer(header), ctypes.pointer(_CapabilitySets()))


@cache
def interpreter_rules() -> tuple[landlock.Rule, ...]:
    """The folders that lazy imports need: standard library, shared objects' folders, time zones."""
    folders = {os.path.dirname(os.__file__), "/usr/share/zoneinfo", *_shared_object_folders()}
    real = sorted({os.path.realpath(folder) for folder in folders})
    return tuple((folder, landlock.READ_FOLDER) for folder in real)


def _shared_object_folders() -> set[str]:
    with open("/proc/self/maps") as maps:
        paths = {line.split(maxsplit=5)[-1].strip() for line in maps if "/" in line}
    return {os.path.dirname(path) for path in paths if ".so" in os.path.basename(path)} - {"/"}


DEVICE_RULES = (("/dev/null", landlock.USE_DEVICE), ("/dev/urandom", landlock.READ_ONE_FILE))


def limit_box() -> None:
    """The kernel's limits that hold for all in a box, its runner too."""
    _fix(resource.RLIMIT_STACK, STACK_BYTES)
    for none in (resource.RLIMIT_CORE, resource.RLIMIT_MEMLOCK, resource.RLIMIT_MSGQUEUE):
        _fix(none, 0)


def limit_always(*, threads: int) -> None:
    """Those that are the same for every test."""
    if threads > 1:
        _fix(resource.RLIMIT_STACK, _THREAD_STACK_BYTES)
    _fix(resource.RLIMIT_NOFILE, OPEN_FILES)


def limit_test(limits: Limits, *, memory: Memory, overhead_mb: int, mapped: int, pid: int = 0) -> None:
    """The limits of one test, on the process `pid` (0: this one), which is ours.

    CPU is a backstop in whole seconds: the runner's own clock is finer. Memory is beyond `overhead_mb` and
    `mapped`, the bytes that the interpreter has already where a test runs in a fork of it (0: a program of its
    own).
    """
    _fix(resource.RLIMIT_CPU, math.ceil(limits.cpu_seconds) + 1, pid=pid)
    _fix(resource.RLIMIT_FSIZE, limits.file_bytes, pid=pid)
    space = (limits.memory_mb + overhead_mb) * _MIB + (mapped or _PROGRAM_MB * _MIB)
    _fix(resource.RLIMIT_AS if memory is Memory.ADDRESSES else resource.RLIMIT_DATA, space, pid=pid)


def limit_build(limits: Limits) -> None:
    """Of the compilers that a build starts, each by itself."""
    _fix(resource.RLIMIT_CPU, math.ceil(limits.cpu_seconds))
    _fix(resource.RLIMIT_FSIZE, limits.file_bytes)
    _fix(resource.RLIMIT_DATA, limits.memory_mb * _MIB)


def _fix(which: int, value: int, *, pid: int = 0) -> None:
    hard = resource.prlimit(pid, which)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.prlimit(pid, which, (value, value))


def needs_of_this_machine() -> str:
    """Why code cannot be held here in any tier, for a person; empty where there is no such reason."""
    if not sys.platform.startswith("linux"):
        return "candidates' code runs on Linux only"
    try:
        syscalls.machine()
    except OSError as error:
        return str(error)
    return ""


def needs_of_landlock(abi: int) -> str:
    """Why there is no Landlock tier with the kernel's `abi`; empty where it can be tried."""
    if abi >= landlock.NEEDED_ABI:
        return ""
    return f"the kernel's Landlock ABI is {abi}; {landlock.NEEDED_ABI} (Linux 6.12, Landlock on) is needed"
