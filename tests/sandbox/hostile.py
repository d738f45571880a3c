"""Programs that mean harm or cheat, each with the verdict that it must get and words that its message holds.

The expected answer of each is "secret", so that none of them can be right by accident."""

from __future__ import annotations

from dataclasses import dataclass

from viva.sandbox.types import Verdict


@dataclass(frozen=True)
class Hostile:
    name: str
    verdict: Verdict
    source: str
    says: str = ""


def _tries(name: str, attempt: str, *, imports: str = "os") -> Hostile:
    """A program that must fail in `attempt` with an OSError (else it would return "escaped")."""
    source = f"import {imports}\ndef solve():\n    {attempt}\n    return 'escaped'\n"
    return Hostile(name, Verdict.RE, source, says="Error was raised")


LOOPS = (
    Hostile("infinite loop", Verdict.TLE, "def solve():\n    while True: pass\n"),
    Hostile("loop while loading", Verdict.TLE, "while True: pass\n"),
    Hostile("sleep", Verdict.TLE, "import time\ndef solve(): time.sleep(60)\n", "more than 3 s"),
    Hostile(
        "ignores signals",
        Verdict.TLE,
        "import signal\nfor s in range(1, 65):\n    try: signal.signal(s, signal.SIG_IGN)\n"
        "    except (OSError, ValueError): pass\ndef solve():\n    while True: pass\n",
    ),
    Hostile("stopped", Verdict.TLE, "import os\ndef solve(): os.kill(os.getpid(), 19)\n", "more than 3 s"),
    Hostile(
        "catches everything",
        Verdict.TLE,
        "def solve():\n    while True:\n        try:\n"
        "            while True: pass\n        except BaseException: pass\n",
    ),
    Hostile(
        "slow __str__ of its error",
        Verdict.TLE,
        "class E(Exception):\n    def __str__(self):\n        while True: pass\ndef solve(): raise E\n",
    ),
)

MEMORY = (
    Hostile("memory bomb", Verdict.MLE, "def solve(): return len(bytearray(10**9))\n", "64 MiB"),
    Hostile("growing list", Verdict.MLE, "def solve():\n    a = [0]\n    while True: a += a\n", "64 MiB"),
    Hostile("big number", Verdict.TLE, "def solve(): return 3 ** 10**9 % 7\n"),
    Hostile("compile bomb", Verdict.CE, "solve = " + "(" * 500 + ")" * 500 + "\n"),
    Hostile(
        "endless recursion in C",
        Verdict.MLE,
        "import sys\nsys.setrecursionlimit(10**8)\ndef solve():\n    f = None\n"
        "    for _ in range(10**6): f = [f]\n    return repr(f)\n",
    ),
)

NUMBERS = (
    _tries("fork", "os.fork()"),
    Hostile("fork bomb", Verdict.RE, "import os\ndef solve():\n    while True: os.fork()\n", "BlockingIOError"),
    Hostile(
        "stubborn fork bomb",
        Verdict.TLE,
        "import os\ndef solve():\n    while True:\n        try: os.fork()\n        except OSError: pass\n",
    ),
    Hostile(
        "thread bomb",
        Verdict.RE,
        "import threading, time\ndef solve():\n    while True:\n"
        "        threading.Thread(target=time.sleep, args=(60,)).start()\n",
        "RuntimeError",
    ),
    _tries("descriptor bomb", "[os.open('/dev/null', 0) for _ in range(10**5)]"),
    Hostile("output flood", Verdict.OLE, "def solve():\n    while True: print('x' * 1000)\n", "4096 bytes"),
    Hostile("error flood", Verdict.OLE, "import sys\ndef solve(): sys.stderr.write('x' * 10**7)\n", "4096 bytes"),
    Hostile(
        "disk fill",
        Verdict.OLE,
        "def solve():\n    with open('f', 'wb') as f:\n        while True: f.write(b'x' * 9999)\n",
        "file",
    ),
    Hostile(
        "disk fill by many",
        Verdict.OLE,
        "import time\ndef solve():\n    for n in range(10):\n"
        "        open(str(n), 'wb').write(b'x' * 60000)\n    time.sleep(9)\n",
        "wrote more",
    ),
    Hostile(
        "many files",
        Verdict.OLE,
        "def solve():\n    for n in range(1000): open(str(n), 'w').close()\n",
        "more files",
    ),
)

READS = (
    _tries("reads passwords", "open('/etc/passwd').read()"),
    _tries("reads init's environment", "open('/proc/1/environ').read()"),
    _tries("reads its own environment", "open('/proc/self/environ').read()"),
    _tries("reads the parent's memory", "open(f'/proc/{os.getppid()}/mem', 'rb').read(1)"),
    _tries("reads other boxes", "[open(f'../../{box}/build/solution.py') for box in os.listdir('../..')]"),
    _tries("leaves a file for the next test", "open('../left', 'w')"),
    _tries("leaves a file in the build", "open('../build/left', 'w')"),
    _tries("changes what was built", "os.rename('../build/solution.py', '../build/other.py')"),
    _tries("writes to the root folder", "open('/left', 'w')"),
    _tries("writes to /dev", "open('/dev/left', 'w')"),
    _tries("writes to /dev/shm", "open('/dev/shm/left', 'w')"),
    _tries("reads the judge's own source", "open(f'/proc/self/fd/5', 'rb').read(1)"),
    _tries("reads another folder by a link", "os.symlink('/etc', 'etc'); print(os.listdir('etc'))"),
    _tries("makes a hard link", "os.link('/etc/passwd', 'p')"),
    _tries("writes to the system's temporary folder", "open('/tmp/viva-was-here', 'w')"),
    _tries("leaves for another folder", "os.chdir('/'); open('etc/passwd')"),
    _tries("changes modes", "os.chmod('/tmp', 0o777)"),
    _tries("touches files outside", "os.utime('/tmp')"),
    _tries("runs a program", "os.execv('/bin/sh', ['sh', '-c', 'true'])"),
    _tries("runs a shell", "import subprocess; subprocess.run(['/bin/sh', '-c', 'true'])"),
)

SOCKETS = (
    _tries("TCP to localhost", "socket.create_connection(('127.0.0.1', 80), 1)", imports="socket"),
    _tries("listens", "socket.create_server(('127.0.0.1', 0))", imports="socket"),
    _tries("UDP", "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)", imports="socket"),
    _tries("unix socket", "socket.socket(socket.AF_UNIX)", imports="socket"),
    _tries("netlink", "socket.socket(16, socket.SOCK_RAW)", imports="socket"),
    _tries("vsock", "socket.socket(40, socket.SOCK_STREAM)", imports="socket"),
    _tries("datagram pair", "socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)", imports="socket"),
)

OTHERS = (
    _tries("kills everybody", "os.kill(-1, 9)"),
    _tries("kills its parent", "os.kill(os.getppid(), 9)"),
    _tries("kills its group", "os.killpg(0, 9)"),
    _tries("leaves its session", "os.setpgid(0, 0)"),
    _tries("becomes root", "os.setuid(0)"),
    Hostile(
        "raises its limits",
        Verdict.RE,
        "import resource\ndef solve(): resource.setrlimit(resource.RLIMIT_CPU, (-1, -1))\n",
        "ValueError",
    ),
    _tries(
        "another's limits", "resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (0, 0))", imports="os, resource"
    ),
    _tries("memory file", "os.memfd_create('x')"),
    _tries("pushes back input to a terminal", "fcntl.ioctl(0, 0x5412, b'x')", imports="fcntl"),
    _tries("aims signals", "fcntl.fcntl(0, 8, os.getppid())", imports="fcntl, os"),
)

# One raw call each; numbers are looked up by name for this machine.
RAW_CALLS = (
    "ptrace", "process_vm_readv", "process_vm_writev", "keyctl", "add_key", "bpf", "io_uring_setup", "unshare",
    "mount", "setns", "userfaultfd", "perf_event_open", "personality", "pidfd_open", "pidfd_getfd",
    "pidfd_send_signal", "open_by_handle_at", "shmget", "inotify_init1", "seccomp", "prctl", "execveat",
)  # fmt: skip

ENDINGS = (
    Hostile("os._exit(0)", Verdict.RE, "import os\ndef solve(): os._exit(0)\n", "exit status 0"),
    Hostile("os._exit while loading", Verdict.RE, "import os\nos._exit(70)\n", "exit status 70"),
    Hostile("sys.exit", Verdict.RE, "import sys\ndef solve(): sys.exit(0)\n", "SystemExit"),
    Hostile("kills itself", Verdict.RE, "import os\ndef solve(): os.kill(os.getpid(), 9)\n", "SIGKILL"),
    Hostile("aborts", Verdict.RE, "import os\ndef solve(): os.abort()\n", "SIGABRT"),
    Hostile("segfaults", Verdict.RE, "import ctypes\ndef solve(): ctypes.string_at(0)\n", "SIGSEGV"),
    Hostile("raises BaseException", Verdict.RE, "def solve(): raise BaseException('x')\n", "BaseException"),
    Hostile("interrupts", Verdict.RE, "def solve(): raise KeyboardInterrupt\n", "KeyboardInterrupt"),
    Hostile(
        "raising __str__",
        Verdict.RE,
        "class E(Exception):\n    def __str__(self): raise SystemExit\n"
        "    __repr__ = __str__\ndef solve(): raise E\n",
        "E was raised",
    ),
    Hostile(
        "closes every descriptor",
        Verdict.RE,
        "import os\ndef solve():\n    os.closerange(0, 64)\n    return 'secret'\n",
    ),
)

CHEATS = (
    Hostile(
        "__eq__ always true",
        Verdict.RE,
        "class A:\n    def __eq__(self, o): return True\ndef solve(): return A()\n",
        "returned a A",
    ),
    Hostile(
        "text that equals all",
        Verdict.WA,
        "class A(str):\n    def __eq__(self, o): return True\ndef solve(): return A('x')\n",
    ),
    Hostile(
        "forges on stdout",
        Verdict.WA,
        'def solve():\n    print(\'{"kind": "returned", "value": "\\\\"secret\\\\""}\')\n    return 1\n',
    ),
    Hostile(
        "forges on every descriptor",
        Verdict.RE,
        "import os, json, struct\n"
        "body = json.dumps({'kind': 'returned', 'value': '\"secret\"', 'verdict': 'AC'}).encode()\n"
        "def solve():\n    for fd in range(1, 64):\n"
        "        try: os.write(fd, struct.pack('>I', len(body)) + body)\n"
        "        except OSError: pass\n    return 1\n",
        "judge's channel",
    ),
    Hostile(
        "noise on every descriptor",
        Verdict.RE,
        "import os\ndef solve():\n    for fd in range(3, 64):\n        try: os.write(fd, b'AC' * 100)\n"
        "        except OSError: pass\n    return 1\n",
        "judge's channel",
    ),
    Hostile(
        "forges a whole answer",
        Verdict.WA,
        "import os, struct\ndef solve():\n    body = b'R\"AC\"'\n"
        "    os.write(3, struct.pack('>I', len(body)) + body)\n    os._exit(0)\n",
    ),
    Hostile(
        "forges an answer for a test to come",
        Verdict.WA,
        "import os, struct\ndef solve():\n    body = b'R1'\n"
        "    os.write(3, (struct.pack('>I', len(body)) + body) * 9)\n    return 1\n",
    ),
    Hostile(
        "patched json",
        Verdict.RE,
        "import json\njson.JSONEncoder.encode = lambda *a: 'AC'\ndef solve(): return {1}\n",
    ),
    Hostile(
        "patched json that lies",
        Verdict.WA,
        "import json, json.encoder\n"
        "for name in ('dumps', 'loads'): setattr(json, name, lambda *a, **k: '\"AC\"')\n"
        "json.encoder.JSONEncoder.iterencode = lambda *a, **k: ['\"AC\"']\ndef solve(): return 1\n",
    ),
    Hostile("NaN", Verdict.WA, "def solve(): return float('nan')\n"),
    Hostile("a set", Verdict.RE, "def solve(): return {1}\n", "set"),
    Hostile(
        "itself within itself", Verdict.RE, "def solve():\n    a = []\n    a.append(a)\n    return a\n", "JSON"
    ),
    Hostile("huge value", Verdict.RE, "def solve(): return 'x' * 2_000_000\n", "1024 KiB"),
    Hostile("huge number", Verdict.RE, "def solve(): return 10 ** 5000\n", "JSON"),
    Hostile(
        "deep value",
        Verdict.RE,
        "def solve():\n    a = 1\n    for _ in range(100): a = [a]\n    return a\n",
        "64 levels",
    ),
    Hostile("no such function", Verdict.RE, "def other(): return 1\n", "no function named solve"),
    Hostile("name that is no function", Verdict.RE, "solve = 1\n", "no function named solve"),
    Hostile("half a surrogate", Verdict.WA, "def solve(): return '\\ud800\\x00'\n"),
    Hostile("syntax error", Verdict.CE, "def solve(:\n", "SyntaxError"),
    Hostile("zero byte", Verdict.CE, "def solve(): return '\x00'\n"),
    Hostile("surrogate in the source", Verdict.CE, "def solve(): return '\ud800'\n"),
    Hostile("asks for input", Verdict.RE, "def solve(): return input()\n", "EOFError"),
)

ALL = (*LOOPS, *MEMORY, *NUMBERS, *READS, *SOCKETS, *OTHERS, *ENDINGS, *CHEATS)
