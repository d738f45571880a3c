"""A service on loopback that answers what it is told to, and remembers what it was asked."""

from __future__ import annotations

import contextlib
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from viva.sandbox.types import Checker, JudgeTest, Kind, Limits, Submission

LIMITS = Limits(cpu_seconds=1.0, wall_seconds=2.0, memory_mb=64, output_bytes=2000)


@dataclass(frozen=True, slots=True)
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: Any


@dataclass(frozen=True, slots=True)
class Reply:
    """`body` is sent as JSON; `raw`: the whole answer, head and all. `hold`: until the asker hangs up."""

    body: Any = None
    status: int = 200
    raw: bytes | None = None
    hold: bool = False


Answer = Callable[[Asked], Reply]


@dataclass
class Fake:
    """`asked`, in order; `hung_up` is set when an asker goes while its answer is held."""

    answer: Answer
    asked: list[Asked] = field(default_factory=list)
    hung_up: threading.Event = field(default_factory=threading.Event)
    holding: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    def of(self, path: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.path == path]


@contextlib.contextmanager
def serving(answer: Answer, *, secure: ssl.SSLContext | None = None) -> Iterator[Fake]:
    fake = Fake(answer)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(fake))
    server.daemon_threads = True
    if secure:
        server.socket = secure.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_: None  # type: ignore[method-assign] - a refused handshake is the test
    fake.url = f"{'https' if secure else 'http'}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(fake: Fake) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = Asked(self.command, self.path, dict(self.headers), json.loads(content) if content else None)
            fake.asked.append(asked)
            self._send(fake.answer(asked))

        do_GET = do_DELETE = do_POST

        def _send(self, reply: Reply) -> None:
            self.close_connection = True
            if reply.hold:
                fake.holding.set()
                if not self.rfile.read(1):
                    fake.hung_up.set()
                return
            with contextlib.suppress(ConnectionError):
                self.wfile.write(reply.raw if reply.raw is not None else _written(reply))

        def log_message(self, *_: Any) -> None:
            pass

    return Handler


def _written(reply: Reply) -> bytes:
    content = b"" if reply.body is None else json.dumps(reply.body).encode()
    head = (
        f"HTTP/1.1 {reply.status} Said\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


def program(language: str = "python", *tests: tuple[str, str], **more: Any) -> Submission:
    """A program; each test is what it reads and what it has to print."""
    cases = tuple(JudgeTest(stdin=stdin, expected=expected) for stdin, expected in tests or (("1\n", "2\n"),))
    fixed = {"limits": LIMITS, "kind": Kind.PROGRAM, "checker": Checker.LINES}
    return Submission("the source", "", cases, language=language, **fixed | more)


def function(source: str, *tests: tuple[tuple[Any, ...], Any], language: str = "python") -> Submission:
    cases = tuple(JudgeTest(args, expected) for args, expected in tests)
    return Submission(source, "solve", cases, language=language, limits=LIMITS)
