"""The system calls that a box may make: a list of what is allowed, as BPF put together by hand.

Instruction codes: include/uapi/linux/filter.h and seccomp.h. Whatever is not listed fails with EPERM; a call
of another architecture ends the box."""

from __future__ import annotations

import ctypes
import errno
import struct
from dataclasses import dataclass
from functools import cache

from viva.sandbox import syscalls

AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
INSTRUCTION_BYTES = 8
LOAD, JUMP, JUMP_EQUAL, JUMP_AT_LEAST, JUMP_BITS, AND, RETURN = 0x20, 0x05, 0x15, 0x35, 0x45, 0x54, 0x06
_AT_ONCE = 4
_X32_BIT = 0x40000000
_CLONE_THREAD = 0x00010000
_CLONE_NEW = 0x7E020000  # all flags that make a namespace
_MAP_SHARED, _MAP_ANONYMOUS = 0x01, 0x20
# PR_GET_DUMPABLE, PR_SET_NAME, PR_GET_NAME, PR_GET_SECCOMP, PR_CAPBSET_READ, PR_SET_VMA: looks and names.
_PRCTLS = (3, 15, 16, 21, 23, 0x53564D41)
_AF_UNIX, _SOCK_STREAM, _SOCK_TYPE_BITS = 1, 1, 0xF
# TCGETS, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX, TIOCGWINSZ: Python asks these of files. Not TIOCSTI.
_IOCTLS = (0x5401, 0x541B, 0x5421, 0x5450, 0x5451, 0x5413)
# F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, locks, F_DUPFD_CLOEXEC, F_GETPIPE_SZ. Not F_SETOWN.
_FCNTLS = (0, 1, 2, 3, 4, 5, 6, 7, 1030, 1032)

_PLAIN = """
read write readv writev pread64 pwrite64 preadv pwritev open openat close close_range fstat newfstatat stat
lstat statx lseek mmap mprotect munmap mremap madvise brk rt_sigaction rt_sigprocmask rt_sigreturn
rt_sigpending rt_sigtimedwait rt_sigsuspend sigaltstack access faccessat faccessat2 pipe pipe2 select
pselect6 poll ppoll epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 eventfd2
sched_yield dup dup2 dup3 nanosleep clock_nanosleep getpid gettid getppid getuid geteuid getgid getegid
getgroups getresuid getresgid getpgrp getpgid getsid exit exit_group uname flock fsync fdatasync ftruncate
truncate getcwd rename renameat renameat2 unlink unlinkat getdents64 umask gettimeofday getrlimit getrusage
sysinfo times clock_gettime clock_getres time futex set_robust_list set_tid_address rseq getrandom
sched_getaffinity restart_syscall msync statfs fstatfs sendfile copy_file_range fadvise64 fallocate alarm
pause getitimer setitimer recvfrom shutdown getcpu
"""
PLAIN = tuple(_PLAIN.split())
# What dynamic loaders and the runtimes of JavaScript, Java and Go ask for. execve: Landlock or the box's own
# file system say what there is to become, and all limits stay.
_PROGRAMS = """
execve arch_prctl readlink readlinkat mincore membarrier sched_getparam sched_getscheduler sched_setaffinity
sched_get_priority_max sched_get_priority_min getpriority chdir fchdir mlock
"""
PROGRAMS = tuple(_PROGRAMS.split())
# Compilers start others and arrange their output; strangers' code is read by them, never run.
_BUILDS = "fork vfork wait4 waitid mkdir mkdirat rmdir chmod fchmod fchmodat utimensat link linkat"
BUILDS = tuple(_BUILDS.split())
# They stand in the kept filters for a pid, and for the two halves of an address, to come.
_SOME_PID, _SOME_LOW, _SOME_HIGH = 0x7A5A5AF1, 0x7A5A5AF2, 0x7A5A5AF3


@dataclass(frozen=True, slots=True)
class Instruction:
    code: int
    value: int
    if_true: int = 0
    if_false: int = 0

    def pack(self) -> bytes:
        return struct.pack("<HBBI", self.code, self.if_true, self.if_false, self.value)


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


@dataclass(frozen=True, slots=True)
class Calls:
    """What is allowed beyond PLAIN: threads; `programs` and what their runtimes ask for; processes, for builds."""

    threads: bool = False
    programs: bool = False
    processes: bool = False


def build_filter(*, machine: str, pid: int, calls: Calls) -> list[Instruction]:
    """For the process `pid`, which may signal itself alone.

    Becoming a program is a call like any other, and a filter cannot count. So it is allowed for one address of its
    path: that of the runner's own text, which is gone once the program is there, and not to be guessed.
    """
    plain = PLAIN + (PROGRAMS if calls.programs else ()) + (BUILDS if calls.processes else ())
    blocks = {name: [Instruction(RETURN, ALLOW)] for name in plain} | _conditions(pid=pid, calls=calls)
    numbered = {syscalls.number_of(name, machine=machine): block for name, block in blocks.items()}
    return _entry(machine) + _search(
        sorted((number, block) for number, block in numbered.items() if number is not None)
    )


def _search(blocks: list[tuple[int, list[Instruction]]]) -> list[Instruction]:
    """By halves: as it is put up the kernel walks through it once for every call that there is."""
    if len(blocks) <= _AT_ONCE:
        tests = [step for number, block in blocks for step in _when(number, block)]
        return [*tests, _refuse(errno.EPERM)]
    middle = len(blocks) // 2
    lower, upper = _search(blocks[:middle]), _search(blocks[middle:])
    return [Instruction(JUMP_AT_LEAST, blocks[middle][0], 0, 1), Instruction(JUMP, len(lower)), *lower, *upper]


def assemble(calls: Calls, *, pid: int) -> bytes:
    """The filter for process `pid` of this machine as the kernel reads it."""
    program = build_filter(machine=syscalls.machine(), pid=pid, calls=calls)
    return b"".join(instruction.pack() for instruction in program)


class Filter:
    """A filter made before the process is that it is for: putting it up is one write of the pid and one call.

    Whatever a fork touches is copied for it, so all objects of that call are made here as well.
    """

    def __init__(self, calls: Calls) -> None:
        code = assemble(calls, pid=_SOME_PID)
        self._buffer = ctypes.create_string_buffer(code, len(code))
        self._pids, self._lows, self._highs = (
            self._places_of(code, mark) for mark in (_SOME_PID, _SOME_LOW, _SOME_HIGH)
        )
        self._program = _Program(len(code) // INSTRUCTION_BYTES, ctypes.cast(self._buffer, ctypes.c_char_p))
        self._install = syscalls.prepared("seccomp", 1, 0, ctypes.pointer(self._program))

    def _places_of(self, code: bytes, mark: int) -> list[ctypes.c_uint32]:
        start, word = ctypes.addressof(self._buffer), struct.pack("<I", mark)
        places = [place for place in range(0, len(code), 4) if code[place : place + 4] == word]
        return [ctypes.c_uint32.from_address(start + place) for place in places]

    def install(self, pid: int, *, path: int = 0) -> None:
        """On this process, `pid`, for good; `path` is the address by which it may become a program, once.

        Needs no_new_privs. Raises OSError.
        """
        for places, value in ((self._pids, pid), (self._lows, path & 0xFFFFFFFF), (self._highs, path >> 32)):
            for place in places:
                place.value = value
        self._install()


@cache
def filter_for(calls: Calls) -> Filter:
    """Made once."""
    return Filter(calls)


def _entry(machine: str) -> list[Instruction]:
    checks = [
        Instruction(LOAD, 4),
        Instruction(JUMP_EQUAL, AUDIT_ARCH[machine], 1, 0),
        Instruction(RETURN, KILL),
        Instruction(LOAD, 0),
    ]
    if machine == "x86_64":
        checks += [Instruction(JUMP_AT_LEAST, _X32_BIT, 0, 1), Instruction(RETURN, KILL)]
    return checks


def _conditions(*, pid: int, calls: Calls) -> dict[str, list[Instruction]]:
    return {
        "ioctl": _one_of(1, _IOCTLS),
        "fcntl": _one_of(1, _FCNTLS),
        "prlimit64": _one_of(0, (0,)),
        "kill": _one_of(0, (pid,)),
        "tgkill": _one_of(0, (pid,)),
        "socketpair": _stream_pair(),
        "sendto": _without_address(),
        "clone": _clone(calls),
        "clone3": [_refuse(errno.ENOSYS)],  # glibc then falls back to clone, whose flags can be seen
        "openat2": [_refuse(errno.ENOSYS)],
        **({} if calls.processes else {"fork": [_refuse(errno.EAGAIN)], "vfork": [_refuse(errno.EAGAIN)]}),
        **({"prctl": _one_of(0, _PRCTLS), "mmap": _no_shared_memory()} if calls.programs else {}),
        **({"execve": _by_our_path()} if calls.programs and not calls.processes else {}),
    }


def _by_our_path() -> list[Instruction]:
    return [
        _argument(0),
        Instruction(JUMP_EQUAL, _SOME_LOW, 0, 3),
        _argument(0, high=True),
        Instruction(JUMP_EQUAL, _SOME_HIGH, 0, 1),
        *_allow_else(errno.EPERM),
    ]


def _clone(calls: Calls) -> list[Instruction]:
    if calls.processes:  # whatever makes no namespace
        return [
            _argument(0),
            Instruction(JUMP_BITS, _CLONE_NEW, 1, 0),
            Instruction(RETURN, ALLOW),
            _refuse(errno.EPERM),
        ]
    if calls.threads:
        return [_argument(0), Instruction(JUMP_BITS, _CLONE_THREAD, 0, 1), *_allow_else(errno.EPERM)]
    return [_refuse(errno.EAGAIN)]


def _no_shared_memory() -> list[Instruction]:
    """Shared and anonymous at once is memory that RLIMIT_DATA does not count."""
    return [
        _argument(3),
        Instruction(AND, _MAP_SHARED | _MAP_ANONYMOUS),
        Instruction(JUMP_EQUAL, _MAP_SHARED | _MAP_ANONYMOUS, 1, 0),
        Instruction(RETURN, ALLOW),
        _refuse(errno.ENOMEM),
    ]


def _when(number: int, block: list[Instruction]) -> list[Instruction]:
    return [Instruction(JUMP_EQUAL, number, 0, len(block)), *block]


def _argument(index: int, *, high: bool = False) -> Instruction:
    return Instruction(LOAD, 16 + 8 * index + 4 * high)


def _refuse(error: int) -> Instruction:
    return Instruction(RETURN, ERRNO | error)


def _allow_else(error: int) -> list[Instruction]:
    return [Instruction(RETURN, ALLOW), _refuse(error)]


def _one_of(index: int, values: tuple[int, ...]) -> list[Instruction]:
    pairs = [
        _pair for value in values for _pair in (Instruction(JUMP_EQUAL, value, 0, 1), Instruction(RETURN, ALLOW))
    ]
    return [_argument(index), *pairs, _refuse(errno.EPERM)]


def _stream_pair() -> list[Instruction]:
    """A connected pair within the box (asyncio wants one); datagrams could go to a socket elsewhere."""
    return [
        _argument(0),
        Instruction(JUMP_EQUAL, _AF_UNIX, 0, 4),
        _argument(1),
        Instruction(AND, _SOCK_TYPE_BITS),
        Instruction(JUMP_EQUAL, _SOCK_STREAM, 0, 1),
        *_allow_else(errno.EPERM),
    ]


def _without_address() -> list[Instruction]:
    return [
        _argument(4),
        Instruction(JUMP_EQUAL, 0, 0, 3),
        _argument(4, high=True),
        Instruction(JUMP_EQUAL, 0, 0, 1),
        *_allow_else(errno.EPERM),
    ]
