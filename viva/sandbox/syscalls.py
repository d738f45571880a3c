"""Linux system calls by name on x86_64 and aarch64, and a way to make those that Python does not wrap.

Numbers: the kernel's arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h. `-` where
the newer architecture never had the call."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable

_COLUMNS = {"x86_64": 0, "aarch64": 1}

_TABLE = """
read 0 63|write 1 64|readv 19 65|writev 20 66|pread64 17 67|pwrite64 18 68|preadv 295 69|pwritev 296 70
open 2 -|openat 257 56|openat2 437 437|close 3 57|close_range 436 436|fstat 5 80|newfstatat 262 79|stat 4 -
lstat 6 -|statx 332 291|lseek 8 62|mmap 9 222|mprotect 10 226|munmap 11 215|mremap 25 216|madvise 28 233
brk 12 214|rt_sigaction 13 134|rt_sigprocmask 14 135|rt_sigreturn 15 139|rt_sigpending 127 136
rt_sigtimedwait 128 137|rt_sigsuspend 130 133|sigaltstack 131 132|ioctl 16 29|access 21 -|faccessat 269 48
faccessat2 439 439|pipe 22 -|pipe2 293 59|select 23 -|pselect6 270 72|poll 7 -|ppoll 271 73
epoll_create 213 -|epoll_create1 291 20|epoll_ctl 233 21|epoll_wait 232 -|epoll_pwait 281 22
epoll_pwait2 441 441|eventfd2 290 19|sched_yield 24 124|dup 32 23|dup2 33 -|dup3 292 24|nanosleep 35 101
clock_nanosleep 230 115|getpid 39 172|gettid 186 178|getppid 110 173|getuid 102 174|geteuid 107 175
getgid 104 176|getegid 108 177|getgroups 115 158|getresuid 118 148|getresgid 120 150|getpgrp 111 -
getpgid 121 155|getsid 124 156|exit 60 93|exit_group 231 94|uname 63 160|fcntl 72 25|flock 73 32
fsync 74 82|fdatasync 75 83|ftruncate 77 46|truncate 76 45|getcwd 79 17|rename 82 -|renameat 264 38
renameat2 316 276|unlink 87 -|unlinkat 263 35|getdents64 217 61|umask 95 166|gettimeofday 96 169
getrlimit 97 163|getrusage 98 165|sysinfo 99 179|times 100 153|clock_gettime 228 113|clock_getres 229 114
time 201 -|futex 202 98|set_robust_list 273 99|set_tid_address 218 96|rseq 334 293|getrandom 318 278
sched_getaffinity 204 123|prlimit64 302 261|tgkill 234 131|kill 62 129|restart_syscall 219 128|msync 26 227
statfs 137 43|fstatfs 138 44|sendfile 40 71|copy_file_range 326 285|fadvise64 221 223|fallocate 285 47
alarm 37 -|pause 34 -|getitimer 36 102|setitimer 38 103|socketpair 53 199|sendto 44 206|recvfrom 45 207
shutdown 48 210|getcpu 309 168|clone 56 220|clone3 435 435|fork 57 -|vfork 58 -|execve 59 221
execveat 322 281|socket 41 198|connect 42 203|bind 49 200|sendmsg 46 211|ptrace 101 117|seccomp 317 277
prctl 157 167|mount 165 40|unshare 272 97|setns 308 268|bpf 321 280|keyctl 250 219|add_key 248 217
io_uring_setup 425 425|process_vm_readv 310 270|process_vm_writev 311 271|userfaultfd 323 282
perf_event_open 298 241|personality 135 92|memfd_create 319 279|setsid 112 157|setpgid 109 154
fchmodat 268 53|chmod 90 -|symlinkat 266 36|linkat 265 37|mknodat 259 33|mkdirat 258 34|shmget 29 194
utimensat 280 88|setuid 105 146|setpriority 141 140|getpriority 140 141|pidfd_open 434 434
pidfd_send_signal 424 424|pidfd_getfd 438 438|open_by_handle_at 304 265|inotify_init1 294 26
quotactl 179 60|acct 163 89|arch_prctl 158 -|readlink 89 -|readlinkat 267 78|mincore 27 232
membarrier 324 283|sched_getparam 143 121
sched_getscheduler 145 120|sched_setaffinity 203 122|sched_get_priority_max 146 125|wait4 61 260|waitid 247 95
sched_get_priority_min 147 126|mkdir 83 -|rmdir 84 -|fchmod 91 52|chdir 80 49|fchdir 81 50|link 86 -
capget 125 90|capset 126 91|umount2 166 39|sysfs 139 -|vhangup 153 58|mlock 149 228|setrlimit 160 164
landlock_create_ruleset 444 444|landlock_add_rule 445 445|landlock_restrict_self 446 446
"""


def _parse(table: str) -> dict[str, tuple[int | None, int | None]]:
    rows = (entry.split() for line in table.split("\n") for entry in line.split("|") if entry)
    return {name: (_number(x86), _number(arm)) for name, x86, arm in rows}


def _number(text: str) -> int | None:
    return None if text == "-" else int(text)


_NUMBERS = _parse(_TABLE)
_libc = ctypes.CDLL(None, use_errno=True)


def number_of(name: str, *, machine: str) -> int | None:
    """The call's number there; None where that architecture lacks it. KeyError: unknown name or machine."""
    return _NUMBERS[name][_COLUMNS[machine]]


def machine() -> str:
    """This machine's name in the table. Raises OSError on any other architecture."""
    name = os.uname().machine
    if name not in _COLUMNS:
        raise OSError(f"the sandbox knows x86_64 and aarch64, not {name}")
    return name


def call(name: str, *args: int | ctypes._CData | None) -> int:
    """Make one call; addresses as ctypes objects by reference. Raises OSError with its errno."""
    number = number_of(name, machine=machine())
    words = [ctypes.c_long(arg) if isinstance(arg, int) else arg for arg in args]
    result = int(_libc.syscall(ctypes.c_long(number or -1), *words))
    return _checked(result, name)


def prepared(name: str, *args: int | ctypes._CData | None) -> Callable[[], int]:
    """The same call, to be made later, with nothing left to be built then."""
    words = [ctypes.c_long(arg) if isinstance(arg, int) else arg for arg in args]
    function, number = _libc.syscall, ctypes.c_long(number_of(name, machine=machine()) or -1)

    def make() -> int:
        return _checked(int(function(number, *words)), name)

    return make


def prctl(option: int, value: int = 0, third: int = 0) -> int:
    """One prctl(2) with integers only. Raises OSError."""
    words = [ctypes.c_ulong(word) for word in (value, third, 0, 0)]
    return _checked(int(_libc.prctl(option, *words)), "prctl")


def _checked(result: int, name: str) -> int:
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{name}: {os.strerror(error)}")
    return result
