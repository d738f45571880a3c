"""The proof that a box holds: a program that tries to get out, run in a real box before any stranger's.

What it manages to do is a reason to refuse. It also runs with a guard taken away, in the tests, to show that
each guard's absence is seen."""

from __future__ import annotations

import json
from pathlib import Path

from viva.sandbox import confine, syscalls
from viva.sandbox.judging import Bench
from viva.sandbox.types import Limits
from viva.sandbox.wire import Order

_LIMITS = Limits(memory_mb=128, wall_seconds=20, cpu_seconds=10)

ENTRY_POINT = "list_breaches"

SOURCE = """
import ctypes, os, resource, signal, socket, sys

PROVED = []

def attempt(name, action):
    try:
        action()
    except (OSError, RuntimeError, ValueError):
        return
    PROVED.append(name)

def connect(family, address):
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.connect(address)

def fork():
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)  # a signal that comes later would stop what is traced

def call(number, *args):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(number, *args) < 0:
        raise OSError(ctypes.get_errno(), "refused")

def limited(which, most):
    if not 0 <= resource.getrlimit(which)[1] <= most:
        PROVED.append("run without the limit " + str(which))

def list_breaches(canary, most_files, ptrace, unshare):
    attempt("read a file outside its folder", lambda: open(canary).read())
    attempt("list a folder outside its own", lambda: os.listdir(os.path.dirname(canary)))
    attempt("read accounts of the host", lambda: open("/etc/passwd").read())
    attempt("read /proc", lambda: open("/proc/self/environ").read())
    attempt("read the environment of others", lambda: open("/proc/1/environ").read())
    attempt("write to the root folder", lambda: open("/escaped", "w"))
    attempt("write to /dev", lambda: open("/dev/escaped", "w"))
    attempt("write to /tmp", lambda: open("/tmp/escaped", "w"))
    attempt("write outside its folder", lambda: open(canary + ".new", "w"))
    attempt("make a folder", lambda: os.mkdir("folder"))
    attempt("make a link", lambda: os.symlink(canary, "link"))
    attempt("open an internet socket", lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM))
    attempt("open a unix socket", lambda: socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
    attempt("start a process", fork)
    attempt("signal its parent", lambda: os.kill(os.getppid(), 0))
    attempt("signal everybody", lambda: os.kill(-1, 0))
    attempt("make namespaces", lambda: call(unshare, 0x10000000))
    attempt("change a file's mode", lambda: os.chmod(".", 0o755))
    attempt("become root", lambda: os.setuid(0))
    attempt("leave its session", lambda: os.setsid())
    attempt("change limits", lambda: resource.setrlimit(resource.RLIMIT_CPU, (1 << 20, 1 << 20)))
    if os.getuid() == 0 or os.geteuid() == 0:
        PROVED.append("run as root")
    if os.environ:
        PROVED.append("see an environment")
    for which in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE):
        limited(which, 1 << 40)
    limited(resource.RLIMIT_NOFILE, most_files)
    limited(resource.RLIMIT_CORE, 0)
    attempt("trace", lambda: call(ptrace, 0, 0, 0, 0))
    return sorted(set(PROVED))
"""


async def find_breach(bench: Bench, folder: Path) -> str:
    """What a stranger's code could do in a box of this bench; empty where the program gets nowhere."""
    canary = folder / "canary"
    canary.write_text("no box may read this")
    names = {name: syscalls.number_of(name, machine=syscalls.machine()) or 0 for name in ("ptrace", "unshare")}
    arguments = json.dumps([str(canary), confine.OPEN_FILES, *names.values()])
    report = await bench.judge(Order(SOURCE, ENTRY_POINT, "python", _LIMITS, (arguments,)))
    finding = report.findings[0] if report.findings else None
    if finding is None or finding.value is None:
        said = finding or report
        return f"the probe of the sandbox failed: {said.verdict} {said.message}"
    breaches = json.loads(finding.value)
    return f"code in a box can {', '.join(breaches)}" if breaches else ""
