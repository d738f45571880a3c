"""An authenticated list over the API, against raw SQL with orjson.

In one process: 20 rows at most 12 times the CPU, 100 rows at most 7 times. Through the server: at least a fifth of
the requests a second of a bare ASGI app that runs the same SQL, both on the same two cores, in turns. The best
round of each side counts: whatever else the machine does only ever takes time away.
"""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.outcome import Outcome, Ratio
from benchmarks.seating import ROOT, environment
from tests.server import Server, free_port

TIMES = {20: 12.0, 100: 7.0}
LEAST_SHARE = 0.20
TURNS, SECONDS, CLIENTS = 5, 2.0, 4
UNLIMITED = str(10**9)


def measure() -> Outcome:
    with tempfile.TemporaryDirectory(prefix="viva-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        found = _in_one_process(folder)
        server = Server(folder, VIVA_API_CALLS_PER_MINUTE=UNLIMITED)
        try:
            server.start(demo=False)
            with _bare_app(server, found["statements"]) as port:
                found["per_second"] = _in_turns(server.port, port, found.pop("token"))
        finally:
            server.stop()
    return _judge(found)


def _in_one_process(folder: Path) -> dict[str, Any]:
    made = subprocess.run(
        [sys.executable, "-m", "benchmarks.listing"],
        cwd=ROOT,
        env=environment(folder) | {"VIVA_API_CALLS_PER_MINUTE": UNLIMITED},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: dict[str, Any] = json.loads(made.stdout)
    return found


@contextlib.contextmanager
def _bare_app(server: Server, statements: dict[str, Any]) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.baselines.listing", str(port), str(server.database)]
    process = subprocess.Popen([*command, json.dumps(statements)], cwd=ROOT, env=environment(server.folder))
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int, *, seconds: float = 20.0) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


def _in_turns(viva: int, bare: int, token: str) -> dict[str, list[float]]:
    """Requests a second of each, turn by turn; a first turn warms both up and is not counted."""
    found: dict[str, list[float]] = {"viva": [], "bare": []}
    for turn in range(TURNS + 1):
        for name, port in (("viva", viva), ("bare", bare)):
            each = _per_second(port, token)
            if turn:
                found[name].append(each)
    return found


def _per_second(port: int, token: str) -> float:
    """CLIENTS connections that are kept, each sending its next request when it has the whole answer."""
    counts = [0] * CLIENTS
    until = time.monotonic() + SECONDS
    threads = [threading.Thread(target=_ask, args=(port, token, until, counts, each)) for each in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


def _ask(port: int, token: str, until: float, counts: list[int], place: int) -> None:
    request = (
        f"GET /api/v1/interviews/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n\r\n"
    ).encode()
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        while time.monotonic() < until:
            connection.sendall(request)
            _read_answer(connection)
            counts[place] += 1


def _read_answer(connection: socket.socket) -> None:
    head, _, body = _until(connection, b"\r\n\r\n").partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head.decode("latin1"))
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    left = int(lengths[0].partition(b":")[2]) - len(body)
    while left > 0:
        left -= len(connection.recv(65536) or _gone())


def _until(connection: socket.socket, mark: bytes) -> bytes:
    found = b""
    while mark not in found:
        found += connection.recv(65536) or _gone()
    return found


def _gone() -> bytes:
    raise ConnectionError("the server closed the connection")


def _judge(found: dict[str, Any]) -> Outcome:
    spent = {int(size): each for size, each in found["microseconds"].items()}
    viva, bare = (max(found["per_second"][name]) for name in ("viva", "bare"))
    return Outcome(
        "api",
        (
            *(
                Ratio(
                    f"CPU of a list of {size} rows against raw SQL + orjson",
                    each["list"] / each["raw"],
                    TIMES[size],
                )
                for size, each in spent.items()
            ),
            Ratio("requests a second: a bare ASGI app against the server", bare / viva, 1 / LEAST_SHARE),
        ),
        (
            *(
                f"{size} rows: {each['list']:.0f} against {each['raw']:.0f} µs of CPU"
                for size, each in spent.items()
            ),
            f"through the server: {viva:.0f} against {bare:.0f} requests a second ({viva / bare:.0%})",
        ),
        {"microseconds": found["microseconds"], "per_second": found["per_second"]},
    )
