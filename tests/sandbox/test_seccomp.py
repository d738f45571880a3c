"""The filter's rules, on both architectures."""

from __future__ import annotations

import errno
import struct

import pytest

from tests.sandbox.bpf import decide
from viva.sandbox import seccomp, syscalls
from viva.sandbox.seccomp import Calls

pytestmark = pytest.mark.unit

PID = 4321
PLAIN, PROGRAM, BUILD = Calls(), Calls(threads=True, programs=True), Calls(True, programs=True, processes=True)
MACHINES = ("x86_64", "aarch64")
REFUSED = """
socket connect bind sendmsg ptrace seccomp prctl mount unshare setns bpf keyctl add_key io_uring_setup execve
execveat process_vm_readv process_vm_writev userfaultfd perf_event_open personality memfd_create setsid setpgid
fchmodat chmod symlinkat linkat mknodat mkdirat shmget utimensat setuid setpriority pidfd_open pidfd_send_signal
pidfd_getfd open_by_handle_at inotify_init1 quotactl acct landlock_restrict_self
""".split()  # noqa: SIM905 - read as a list of words


def refusal(error: int) -> int:
    return seccomp.ERRNO | error


def ask(name: str, *arguments: int, machine: str, calls: Calls = PLAIN) -> int | None:
    """The filter's answer; None where the architecture has no such call."""
    number = syscalls.number_of(name, machine=machine)
    if number is None:
        return None
    program = seccomp.build_filter(machine=machine, pid=PID, calls=calls)
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
    assert ask("clone", flags, machine=machine, calls=Calls(threads=threads)) == answer


@pytest.mark.parametrize("machine", MACHINES)
def test_an_unknown_call_is_refused(machine: str) -> None:
    program = seccomp.build_filter(machine=machine, pid=PID, calls=PLAIN)

    assert decide(program, number=9999, machine=machine) == refusal(errno.EPERM)


def test_another_architecture_ends_the_box() -> None:
    program = seccomp.build_filter(machine="x86_64", pid=PID, calls=PLAIN)

    assert decide(program, number=0, machine="aarch64") == seccomp.KILL


def test_the_x32_calls_end_the_box() -> None:
    program = seccomp.build_filter(machine="x86_64", pid=PID, calls=PLAIN)

    assert decide(program, number=0x40000000, machine="x86_64") == seccomp.KILL


@pytest.mark.parametrize("machine", MACHINES)
def test_the_filter_fits_the_kernels_bounds(machine: str) -> None:
    program = seccomp.build_filter(machine=machine, pid=PID, calls=PLAIN)

    assert len(program) <= 4096
    assert {len(step.pack()) for step in program} == {seccomp.INSTRUCTION_BYTES}


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("calls", [PROGRAM, BUILD])
@pytest.mark.parametrize("name", [name for name in REFUSED if name not in {"execve", "prctl", *seccomp.BUILDS}])
def test_what_is_dangerous_is_refused_to_programs_and_builds_too(machine: str, calls: Calls, name: str) -> None:
    assert ask(name, machine=machine, calls=calls) in (refusal(errno.EPERM), None)


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    ("name", "arguments", "answer"),
    [
        ("fork", (), refusal(errno.EAGAIN)),
        ("vfork", (), refusal(errno.EAGAIN)),
        ("clone", (17,), refusal(errno.EPERM)),
        ("mkdirat", (), refusal(errno.EPERM)),
        ("execve", (0x7FFF_1234_5678,), refusal(errno.EPERM)),
        ("execve", (0x7A5A5AF3_7A5A5AF2,), seccomp.ALLOW),
        ("execve", (0x7A5A5AF2,), refusal(errno.EPERM)),
        ("prctl", (15,), seccomp.ALLOW),
        ("prctl", (4, 1), refusal(errno.EPERM)),
        ("prctl", (1, 0), refusal(errno.EPERM)),
        ("mmap", (0, 4096, 3, 0x22), seccomp.ALLOW),
        ("mmap", (0, 4096, 3, 0x21), refusal(errno.ENOMEM)),
        ("mmap", (0, 4096, 3, 0x23), refusal(errno.ENOMEM)),
        ("mmap", (0, 4096, 1, 0x01), seccomp.ALLOW),
    ],
)
def test_a_program_gets_no_process_and_no_memory_that_is_not_counted(
    machine: str, name: str, arguments: tuple[int, ...], answer: int
) -> None:
    assert ask(name, *arguments, machine=machine, calls=PROGRAM) in (answer, None)


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("flag", [1 << bit for bit in (17, *range(25, 31))])
def test_a_build_starts_processes_but_makes_no_namespace(machine: str, flag: int) -> None:
    assert ask("clone", 17, machine=machine, calls=BUILD) == seccomp.ALLOW
    assert ask("clone", flag | 17, machine=machine, calls=BUILD) == refusal(errno.EPERM)


def test_the_filter_of_another_process_differs_in_its_pid_alone() -> None:
    one, other = (seccomp.assemble(PROGRAM, pid=pid) for pid in (PID, PID + 1))

    assert one.replace(struct.pack("<I", PID), struct.pack("<I", PID + 1)) == other
    assert one.count(struct.pack("<I", PID)) == 2  # kill and tgkill
