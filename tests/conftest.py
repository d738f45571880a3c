"""Rules for the whole suite: every test says what it needs, and what a machine lacks is listed as NOT RUN."""

from __future__ import annotations

import contextlib
import gc
import os
import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests import prepared

# As in the grader's processes: matrices are small, and threads that wait for each other cost ten times as much.
os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

KINDS = {"unit", "integration", "e2e", "soak"}
MARKS = KINDS | {"services", "tables", "alone"}
_not_run: dict[str, int] = {}
_FOLDER = pytest.StashKey[contextlib.ExitStack]()

PROBES = {
    "chromium": lambda: shutil.which("chromium") or shutil.which("chromium-browser"),
}


def pytest_configure(config: pytest.Config) -> None:
    stack = config.stash[_FOLDER] = contextlib.ExitStack()
    stack.enter_context(prepared.folder())


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[_FOLDER].close()


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest, django_db_modify_db_settings: None) -> Iterator[bool]:
    """On SQLite a copy of what was migrated once for the run is laid where the tests' database is looked for."""
    from django.conf import settings

    from tests.flushing import put_back_from_memory

    put_back_from_memory()
    place = settings.DATABASES["default"].get("TEST", {}).get("NAME")
    if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") or request.config.getvalue("reuse_db"):
        yield request.config.getvalue("reuse_db")
        return
    prepared.lay_migrated(Path(place))
    yield True
    Path(place).unlink()


@pytest.fixture(autouse=True)
def no_interest_of_earlier_tests() -> None:
    """Which events are waited for is remembered in the process; a test's webhooks are rolled back."""
    from viva.notifications.interest import interest

    interest.forget()


@pytest.fixture(autouse=True)
def no_plans_of_earlier_tests() -> None:
    """A test's interviews take the ids of those that the test before rolled back."""
    from viva.live.scripts import forget_plans

    forget_plans()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A file that names none of the marks that `-m` asks for is not even imported."""
    asked = set(re.findall(r"\w+", re.sub(r"\bnot (\([^()]*\)|\w+)", "", config.option.markexpr))) - {"and", "or"}
    if not asked or not collection_path.match("test_*.py"):
        return None
    return None if asked & _named(collection_path) else True


@cache
def _named(path: Path) -> set[str]:
    return set(re.findall(r"\bmark\.(\w+)", path.read_text()))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Thousands of tests that stay are not to be looked through again by each collection of what goes."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    unmarked = [item.nodeid for item in items if not KINDS & {mark.name for mark in item.iter_markers()}]
    if unmarked:
        raise pytest.UsageError(f"mark these unit, integration, e2e or soak: {unmarked[:5]}")
    hidden = [
        item.nodeid
        for item in items
        if not MARKS & {mark.name for mark in item.iter_markers()} <= _named(item.path)
    ]
    if hidden:
        raise pytest.UsageError(f"name each mark in the file itself, as pytest.mark.unit does: {hidden[:5]}")


def lacking(what: str) -> None:
    """End the test as NOT RUN for want of `what`; in CI that is a failure, never a skip."""
    _not_run[what] = _not_run.get(what, 0) + 1
    if os.environ.get("CI"):
        pytest.fail(f"NOT RUN: this machine lacks {what}, and in CI nothing may be left out")
    pytest.skip(f"NOT RUN: this machine lacks {what}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for what, count in sorted(_not_run.items()):
        terminalreporter.write_line(f"NOT RUN: {count} test(s), for want of {what}", yellow=True)
