"""Rules for the whole suite: every test says what it needs, and what a machine lacks is listed as NOT RUN."""

from __future__ import annotations

import os
import shutil

import pytest

# As in the grader's processes: matrices are small, and threads that wait for each other cost ten times as much.
os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

KINDS = {"unit", "integration", "e2e", "soak"}
_not_run: dict[str, int] = {}

PROBES = {
    "chromium": lambda: shutil.which("chromium") or shutil.which("chromium-browser"),
}


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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    unmarked = [item.nodeid for item in items if not KINDS & {mark.name for mark in item.iter_markers()}]
    if unmarked:
        raise pytest.UsageError(f"mark these unit, integration, e2e or soak: {unmarked[:5]}")


def lacking(what: str) -> None:
    """End the test as NOT RUN for want of `what`; in CI that is a failure, never a skip."""
    _not_run[what] = _not_run.get(what, 0) + 1
    if os.environ.get("CI"):
        pytest.fail(f"NOT RUN: this machine lacks {what}, and in CI nothing may be left out")
    pytest.skip(f"NOT RUN: this machine lacks {what}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for what, count in sorted(_not_run.items()):
        terminalreporter.write_line(f"NOT RUN: {count} test(s), for want of {what}", yellow=True)
