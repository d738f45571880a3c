"""Databases that a run of the tests makes once and copies: migrating takes five seconds of a processor, and the
sample data two, for each of the run's servers and workers."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = "VIVA_TESTS_PREPARED"  # of this run; nothing outlives it, so nothing is ever out of date
MIGRATED = "viva.config.settings.dev"


@contextlib.contextmanager
def folder() -> Iterator[None]:
    """Where the databases lie for this process and those that it starts; the outermost makes and removes it."""
    if FOLDER in os.environ:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="viva-prepared-") as made:
        os.environ[FOLDER] = made
        try:
            yield
        finally:
            del os.environ[FOLDER]


def lay_migrated(database: Path) -> None:
    """An empty database with all tables, in the place of whatever lies there."""
    for left in (database, *(database.with_name(database.name + end) for end in ("-wal", "-shm"))):
        left.unlink(missing_ok=True)
    shutil.copy(_made("migrated", MIGRATED, demo=False), database)


def lay_demo(database: Path, settings: str) -> None:
    """A database as a first start with `--demo` makes it. Settings count: they say how passwords are hashed."""
    shutil.copy(_made(f"demo-{settings}", settings, demo=True), database)


def _made(name: str, settings: str, *, demo: bool) -> Path:
    """The database of that name; the first that asks for it makes it, and the others wait."""
    place = Path(os.environ[FOLDER], name)
    with Path(os.environ[FOLDER], f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "viva.sqlite3").exists():
            _make(place, settings, demo=demo)
    return place / "viva.sqlite3"


def _make(place: Path, settings: str, *, demo: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="viva-prepared-") as data:
        if demo:
            lay_migrated(Path(data, "viva.sqlite3"))
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "VIVA_ENV_FILE": os.devnull,
            "VIVA_DATA_DIR": data,
            "DJANGO_SETTINGS_MODULE": settings,
            **({"VIVA_DEMO": "1"} if demo else {}),
        } | {name: value for name, value in os.environ.items() if name.startswith("PYTHON")}
        command = [sys.executable, "-m", "tests.prepared", *(["--demo"] if demo else [])]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=120, stdout=subprocess.DEVNULL)
        place.mkdir(exist_ok=True)
        shutil.copy(Path(data, "viva.sqlite3"), place / "made")
        (place / "made").rename(place / "viva.sqlite3")


def main() -> None:
    """The steps of a start before it serves, by the server's own code."""
    from viva.config import serve

    os.umask(0o077)
    serve._check_settings()
    serve._prepare(demo="--demo" in sys.argv)


if __name__ == "__main__":
    main()
