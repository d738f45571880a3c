"""Landlock: which files a process may reach, and no TCP, no foreign signal, no abstract socket.

Layouts and bits: the kernel's include/uapi/linux/landlock.h, ABI 7."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable

from viva.sandbox import syscalls

NEEDED_ABI = 6
_QUIET_ABI = 7  # knows how to keep what strangers try out of the kernel's audit log

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE, _MAKE_DIR, _MAKE_REG, _REFER, _TRUNCATE = (
    1 << 4,
    1 << 5,
    1 << 7,
    1 << 8,
    1 << 13,
    1 << 14,
)
_ALL_OF_ABI_6 = (1 << 16) - 1
_TCP_BIND_AND_CONNECT = 0b11
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11
_FLAG_VERSION = 1
_LOG_SAME_EXEC_OFF = 1
_RULE_PATH_BENEATH = 1

READ_FOLDER = _READ_FILE | _READ_DIR
READ_ONE_FILE = _READ_FILE
RUN_FILE = _READ_FILE | _EXECUTE
RUN_FOLDER = READ_FOLDER | _EXECUTE
USE_DEVICE = _READ_FILE | _WRITE_FILE
# Regular files only: no folders, links, sockets or pipes, so that what is left is always one flat listing.
USE_FOLDER = READ_FOLDER | _WRITE_FILE | _REMOVE_FILE | _MAKE_REG | _TRUNCATE
# Of a build, and of the box's own runner: folders too, and moves between them.
KEEP_FOLDER = USE_FOLDER | _REMOVE_DIR | _MAKE_DIR | _REFER

Rule = tuple[str, int]


class _RulesetAttr(ctypes.Structure):
    _fields_ = [("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


class _PathBeneathAttr(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("access", ctypes.c_uint64), ("parent", ctypes.c_int32)]


def probe_abi() -> int:
    """The kernel's Landlock ABI; 0 where it has none or it is switched off."""
    try:
        return syscalls.call("landlock_create_ruleset", None, 0, _FLAG_VERSION)
    except OSError:
        return 0


class Ruleset:
    """`rules` (path, access) and no more: made once, put on any number of processes. Raises OSError.

    `abi` is the newest that it may use.
    """

    def __init__(self, rules: Iterable[Rule], *, abi: int) -> None:
        attr = _RulesetAttr(_ALL_OF_ABI_6, _TCP_BIND_AND_CONNECT, _ABSTRACT_SOCKETS_AND_SIGNALS)
        self._fd = syscalls.call("landlock_create_ruleset", ctypes.pointer(attr), ctypes.sizeof(attr), 0)
        self._flags = _LOG_SAME_EXEC_OFF if abi >= _QUIET_ABI else 0
        for path, access in rules:
            self._allow(path, access=access)
        self._enforce = syscalls.prepared("landlock_restrict_self", self._fd, self._flags)

    def _allow(self, path: str, *, access: int) -> None:
        try:
            parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except FileNotFoundError:
            return
        try:
            rule = _PathBeneathAttr(access, parent)
            syscalls.call("landlock_add_rule", self._fd, _RULE_PATH_BENEATH, ctypes.pointer(rule), 0)
        finally:
            os.close(parent)

    def enforce(self) -> None:
        """On this process, for good. Needs no_new_privs. Raises OSError."""
        self._enforce()

    def close(self) -> None:
        os.close(self._fd)
