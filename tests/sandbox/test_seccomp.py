"""The filter's rules, on both architectures."""

from __future__ import annotations

import errno

import pytest

from tests.sandbox.bpf import decide
from viva.sandbox import seccomp, syscalls

pytestmark = pytest.mark.unit

PID = 4321
MACHINES = ("x86_64", "aarch64")
REFUSED = """
socket connect bind sendmsg ptrace seccomp prctl mount unshare setns bpf keyctl add_key io_uring_setup execve
execveat process_vm_readv process_vm_writev userfaultfd perf_event_open personality memfd_create setsid setpgid
fchmodat chmod symlinkat linkat mknodat mkdirat shmget utimensat setuid setpriority pidfd_open pidfd_send_signal
pidfd_getfd open_by_handle_at inotify_init1 quotactl acct landlock_restrict_self
""".split()  # noqa: SIM905 - read as a list of words


def refusal(error: int) -> int:
    return seccomp.ERRNO | error


def ask(name: str, *arguments: int, machine: str, threads: bool = False) -> int | None:
    """The filter's answer; None where the architecture has no such call."""
    number = syscalls.number_of(name, machine=machine)
    if number is None:
        return None
    program = seccomp.build_filter(machine=machine, pid=PID, threads=threads)
    return decide(program, number=number, machine=machine, arguments=arguments)


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("name", REFUSED)
def test_a_dangerous_call_is_refused(machine: str, name: str) -> None:
    assert ask(name, machine=machine) in (refusal(errno.EPERM), None)


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("name", ["read", "write", "openat", "mmap", "futex", "exit_group", "clock_gettime"])
def test_an_ordinary_call_is_allowed(machine: str, name: str) -> None:
    assert ask(name, machine=machine) == seccomp.ALLOW


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    ("name", "arguments", "answer"),
    [
        ("kill", (PID, 9), seccomp.ALLOW),
        ("kill", (-1, 9), refusal(errno.EPERM)),
        ("kill", (0, 9), refusal(errno.EPERM)),
        ("kill", (1, 9), refusal(errno.EPERM)),
        ("tgkill", (PID, PID, 6), seccomp.ALLOW),
        ("tgkill", (1, 1, 9), refusal(errno.EPERM)),
        ("prlimit64", (0, 7), seccomp.ALLOW),
        ("prlimit64", (1, 7), refusal(errno.EPERM)),
        ("ioctl", (0, 0x5401), seccomp.ALLOW),
        ("ioctl", (0, 0x5412), refusal(errno.EPERM)),
        ("ioctl", (0, 0x541C), refusal(errno.EPERM)),
        ("fcntl", (0, 3), seccomp.ALLOW),
        ("fcntl", (0, 8, 1), refusal(errno.EPERM)),
        ("socketpair", (1, 1 | 0o2000000), seccomp.ALLOW),
        ("socketpair", (1, 2), refusal(errno.EPERM)),
        ("socketpair", (2, 1), refusal(errno.EPERM)),
        ("sendto", (3, 0, 0, 0, 0), seccomp.ALLOW),
        ("sendto", (3, 0, 0, 0, 0x1000), refusal(errno.EPERM)),
        ("sendto", (3, 0, 0, 0, 0x7F00_0000_0000), refusal(errno.EPERM)),
        ("clone3", (), refusal(errno.ENOSYS)),
    ],
)
def test_a_call_is_judged_by_its_arguments(
    machine: str, name: str, arguments: tuple[int, ...], answer: int
) -> None:
    assert ask(name, *arguments, machine=machine) == answer


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    ("threads", "flags", "answer"),
    [
        (False, 0x00010000, refusal(errno.EAGAIN)),
        (False, 17, refusal(errno.EAGAIN)),
        (True, 0x003D0F00, seccomp.ALLOW),
        (True, 17, refusal(errno.EPERM)),
        (True, 0x10000000 | 17, refusal(errno.EPERM)),
    ],
)
def test_threads_by_leave_and_processes_never(machine: str, threads: bool, flags: int, answer: int) -> None:
    assert ask("clone", flags, machine=machine, threads=threads) == answer


@pytest.mark.parametrize("machine", MACHINES)
def test_an_unknown_call_is_refused(machine: str) -> None:
    program = seccomp.build_filter(machine=machine, pid=PID, threads=False)

    assert decide(program, number=9999, machine=machine) == refusal(errno.EPERM)


def test_another_architecture_ends_the_box() -> None:
    program = seccomp.build_filter(machine="x86_64", pid=PID, threads=False)

    assert decide(program, number=0, machine="aarch64") == seccomp.KILL


def test_the_x32_calls_end_the_box() -> None:
    program = seccomp.build_filter(machine="x86_64", pid=PID, threads=False)

    assert decide(program, number=0x40000000, machine="x86_64") == seccomp.KILL


@pytest.mark.parametrize("machine", MACHINES)
def test_the_filter_fits_the_kernels_bounds(machine: str) -> None:
    program = seccomp.build_filter(machine=machine, pid=PID, threads=False)

    assert len(program) <= 4096
    assert {len(step.pack()) for step in program} == {seccomp.INSTRUCTION_BYTES}
