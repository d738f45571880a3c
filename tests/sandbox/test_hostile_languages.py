"""Harm in other languages than Python: native code, node, and sources that are aimed at the compiler."""

from __future__ import annotations

import pytest

from tests.conftest import lacking
from tests.sandbox.conftest import at_rest
from viva.sandbox.supervisor import Supervisor
from viva.sandbox.types import Judgement, JudgeTest, Limits, Submission, Verdict

pytestmark = pytest.mark.integration

LIMITS = Limits(cpu_seconds=1.0, wall_seconds=4.0, memory_mb=64, output_bytes=4096, file_bytes=65536)
USED = (
    "errno.h fcntl.h sched.h signal.h stdlib.h string.h unistd.h sys/mman.h sys/ptrace.h sys/socket.h sys/stat.h"
)
HEAD = "#define _GNU_SOURCE\n" + "".join(
    f"#include <{name}>\n" for name in f"{USED} sys/ioctl.h sys/syscall.h".split()
)
# Each makes one call that must fail; solve returns whether it did.
ATTEMPTS = {
    "forks": "fork()",
    "becomes a shell": 'execl("/bin/sh", "sh", "-c", "true", (char *)0)',
    "opens a socket": "socket(AF_INET, SOCK_STREAM, 0)",
    "opens a unix socket": "socket(AF_UNIX, SOCK_DGRAM, 0)",
    "reads passwords": 'open("/etc/passwd", O_RDONLY)',
    "reads init's environment": 'open("/proc/1/environ", O_RDONLY)',
    "reads its parent's memory": 'open("/proc/1/mem", O_RDWR)',
    "lists the boxes": 'open("../../box-1/build", O_RDONLY)',
    "writes to the root folder": 'open("/left", O_CREAT | O_WRONLY, 0600)',
    "writes beside the build": 'open("../build/left", O_CREAT | O_WRONLY, 0600)',
    "writes to its own program": 'open("../build/solution", O_WRONLY)',
    "kills everybody": "kill(-1, SIGKILL)",
    "kills the runner": "kill(getppid(), SIGKILL)",
    "traces": "ptrace(PTRACE_TRACEME, 0, 0, 0)",
    "makes namespaces": "syscall(SYS_unshare, 0x10000000)",
    "becomes root": "setuid(0)",
    "leaves its group": "setpgid(0, 0)",
    "types into a terminal": 'ioctl(0, TIOCSTI, "x")',
    "makes a link": 'symlink("/etc", "etc")',
    "makes a device": 'mknod("device", S_IFCHR | 0600, 0)',
    "shares memory that nobody counts": "(long)mmap(0, 1 << 20, 3, MAP_SHARED | MAP_ANONYMOUS, -1, 0)",
    "makes a file of memory": 'memfd_create("left", 0)',
}
NODE = {
    "starts a program": "require('child_process').execSync('true')",
    "reads passwords": "require('fs').readFileSync('/etc/passwd')",
    "reads the environment of others": "require('fs').readFileSync('/proc/1/environ')",
    "writes to the root folder": "require('fs').writeFileSync('/left', 'x')",
    "writes beside its source": "require('fs').writeFileSync('../build/left', 'x')",
    "kills everybody": "process.kill(-1, 'SIGKILL')",
    "kills the runner": "process.kill(process.ppid, 'SIGKILL')",
    "makes a folder": "require('fs').mkdirSync('folder')",
}
BUILDS = {
    "includes passwords": ("c", '#include "/etc/passwd"\nint solve(void) { return 1; }'),
    "includes a device without end": ("c", '#include "/dev/zero"\nint solve(void) { return 1; }'),
    "a huge table": ("c", "char a[1UL << 34] = {1};\nint solve(void) { return a[7]; }"),
    "templates without end": (
        "cpp",
        "template <int n> struct A { static const int value = A<n + 1>::value + A<n + 2>::value; };\n"
        "int solve() { return A<0>::value; }",
    ),
    "a text that grows": (
        "c",
        "#define A B B B B B B B B B B\n#define B C C C C C C C C C C\n#define C D D D D D D D D D D\n"
        "#define D E E E E E E E E E E\n#define E F F F F F F F F F F\n#define F G G G G G G G G G G\n"
        "#define G H H H H H H H H H H\n#define H 1,1,1,1,1,1,1,1,1,1,\nint a[] = {A A A A};\n"
        "int solve(void) { return a[7]; }",
    ),
    "assembly that reads a file": (
        "c",
        '__asm__(".incbin \\"/etc/passwd\\"");\nint solve(void) { return 1; }',
    ),
}


async def ask(supervisor: Supervisor, language: str, source: str, *expected: object) -> Judgement:
    status = await supervisor.status()
    if language not in {row["name"] for row in status["languages"]}:
        lacking(f"the tools of {language}")
    tests = tuple(JudgeTest((), each) for each in expected)
    return await supervisor.client.judge(Submission(source, "solve", tests, language, LIMITS))


async def test_native_code_is_refused(polyglot: Supervisor) -> None:
    found = {}
    for name, attempt in ATTEMPTS.items():
        source = f"{HEAD}int solve(void) {{ return (long)({attempt}) == -1; }}\n"
        judgement = await ask(polyglot, "c", source, 1)
        found[name] = (judgement.verdict, judgement.message)

    assert found == dict.fromkeys(ATTEMPTS, (Verdict.AC, ""))


async def test_javascript_is_refused(polyglot: Supervisor) -> None:
    found = {}
    for name, attempt in NODE.items():
        source = f"function solve() {{ try {{ {attempt} }} catch (error) {{ return true }} return 'escaped' }}"
        judgement = await ask(polyglot, "javascript", source, True)
        found[name] = (judgement.verdict, judgement.message)

    assert found == dict.fromkeys(NODE, (Verdict.AC, ""))


async def test_a_source_aimed_at_the_compiler_is_an_error_of_its_own(polyglot: Supervisor) -> None:
    found = {}
    for name, (language, source) in BUILDS.items():
        judgement = await ask(polyglot, language, source, 1)
        found[name] = (judgement.verdict, "root:" in judgement.message)

    assert found == dict.fromkeys(BUILDS, (Verdict.CE, False))
    await at_rest(polyglot)


async def test_nothing_is_carried_from_one_test_to_the_next(polyglot: Supervisor) -> None:
    """In a file, in the process, in what is built in."""
    source = (
        "const fs = require('fs')\n"
        "function solve() {\n"
        "  const seen = [fs.existsSync('left'), globalThis.left === 1, Array.prototype.left === 1]\n"
        "  fs.writeFileSync('left', 'x'); globalThis.left = 1; Array.prototype.left = 1\n"
        "  return seen\n}"
    )

    judgement = await ask(polyglot, "javascript", source, *[[False] * 3] * 8)

    assert [result.value for result in judgement.tests] == [[False] * 3] * 8


async def test_a_bomb_of_threads_ends_with_its_test(polyglot: Supervisor) -> None:
    source = (
        "const { Worker } = require('worker_threads')\n"
        "function solve() { for (;;) new Worker('for (;;) {}', { eval: true }) }"
    )

    judgement = await ask(polyglot, "javascript", source, 1)

    assert judgement.verdict in (Verdict.RE, Verdict.TLE, Verdict.MLE)
    await at_rest(polyglot)
