"""The real server as a process of its own, with a data folder of its own; what a test may do to it."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests import prepared

PASSWORD = "viva-demo"
ROOT = Path(__file__).resolve().parents[1]


class Server:
    """`start`, `kill` (SIGKILL, as a power cut would) and `stop`; `database` is the SQLite file."""

    module = "viva.config.serve"  # a test may serve through a module of its own

    def __init__(self, folder: Path, *, port: int | None = None, **environment: str) -> None:
        self.folder = folder
        self.port = port or free_port()
        self.environment = environment
        self.process: subprocess.Popen[bytes] | None = None
        self._beside: dict[str, subprocess.Popen[str]] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def database(self) -> Path:
        return self.folder / "viva.sqlite3"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def start(self, *, demo: bool = True, timeout: float = 60.0) -> Server:
        command = [sys.executable, "-m", self.module, *(["--demo"] if demo else [])]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.surroundings(), stdout=log, stderr=log, start_new_session=True
            )
        self._wait(timeout)
        return self

    def surroundings(self) -> dict[str, str]:
        """The environment of the server's process, for others that work on its data."""
        return {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(self.folder),
            "VIVA_ENV_FILE": os.devnull,
            "VIVA_DATA_DIR": str(self.folder),
            "PORT": str(self.port),
            "DJANGO_SETTINGS_MODULE": "viva.config.settings.dev",
            "PYTHONUNBUFFERED": "1",
            **self.environment,
        }

    def healthy(self, *, timeout: float = 2.0) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=timeout) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def kill(self) -> None:
        """As if the machine had lost its power, for this process."""
        assert self.process
        self.process.kill()
        self.process.wait(10)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()

    def ask_beside(self, module: str, line: str, *, timeout: float = 60.0) -> str:
        """What the tests' own `module` answers to a line, in a process on the server's data. It takes more than a
        second to start, so it stays for the next line until the folder goes."""
        asked = self._beside.get(module)
        if asked is None or asked.poll() is not None:
            asked = self._beside[module] = self._start_beside(module)
        assert asked.stdin
        assert asked.stdout
        asked.stdin.write(f"{line}\n")
        asked.stdin.flush()
        ready, _, _ = select.select([asked.stdout], [], [], timeout)
        answer = asked.stdout.readline() if ready else ""
        assert answer, f"no answer of {module}:\n{self._log_beside(module).read_text()[-2000:]}"
        return answer

    def end_beside(self) -> None:
        for process in self._beside.values():
            process.communicate(timeout=20)  # its input closes, which is its end
        self._beside.clear()

    def _log_beside(self, module: str) -> Path:
        return self.folder / f"{module}.log"

    def _start_beside(self, module: str) -> subprocess.Popen[str]:
        with self._log_beside(module).open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", module],
                cwd=ROOT,
                env=self.surroundings(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def rows(self, query: str, *parameters: object) -> list[tuple]:
        """What the raw database file says, read beside the server."""
        with contextlib.closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            return connection.execute(query, parameters).fetchall()

    def _wait(self, timeout: float) -> None:
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            assert self.process
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended:\n{self.log.read_text()[-3000:]}")
            if self.healthy():
                return
            time.sleep(0.05)
        raise TimeoutError(f"the server did not come up:\n{self.log.read_text()[-3000:]}")


@contextlib.contextmanager
def serving(module: str = Server.module, **environment: str) -> Iterator[Server]:
    """A running server with the demo accounts; gone, with its folder, afterwards. What a first start does to the
    database is done once in a run; with a HOST or a DATABASE_URL of its own the server does it itself."""
    environment = {"DJANGO_SETTINGS_MODULE": "tests.settings"} | environment
    with tempfile.TemporaryDirectory(prefix="viva-server-", ignore_cleanup_errors=True) as folder:
        server = Server(Path(folder), **environment)
        server.module = module
        if prepared.FOLDER in os.environ and not {"HOST", "DATABASE_URL"} & environment.keys():
            prepared.lay_demo(server.database, environment["DJANGO_SETTINGS_MODULE"])
        try:
            yield server.start()
        finally:
            server.stop()
            server.end_beside()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
