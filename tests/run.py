"""`make test`: all suites one after the other, what a machine lacks listed as NOT RUN, one sum at the end."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests import prepared
from tests.postgres import binaries, postgres

# Two processes, each with servers and a browser of its own; the tests of a file in one of them.
BESIDE = ("-n", "2", "--dist", "loadfile")


@dataclass
class Sum:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    not_run: list[str] = field(default_factory=list)

    def add(self, report: Path) -> None:
        for suite in ET.parse(report).getroot().iter("testsuite"):
            counts = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
            self.failed += counts["failures"] + counts["errors"]
            self.skipped += counts["skipped"]
            self.passed += counts["tests"] - counts["failures"] - counts["errors"] - counts["skipped"]


def suite(name: str, total: Sum, *arguments: str, **environment: str) -> None:
    print(f"\n=== {name}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", f"--junit-xml={report}", *arguments]
        code = subprocess.run(command, env=os.environ | environment).returncode
        if report.exists():
            total.add(report)
        if code not in (0, 1) or not report.exists():  # 1: some failed, which the report counts
            total.failed += 1
            print(f"{name}: the test runner itself ended with {code}")


def on_postgres(total: Sum) -> None:
    if binaries() is None:
        total.not_run.append("services on PostgreSQL: no server binaries")
        return
    with ExitStack() as stack:
        url = stack.enter_context(postgres())
        suite("services on PostgreSQL", total, "-m", "services", *BESIDE, DATABASE_URL=url)


def stages(what: str, total: Sum) -> None:
    if what == "fast":
        suite("unit", total, "-m", "unit", *BESIDE)
    elif what == "soak":
        suite("soak", total, "-m", "soak", "-s", "--timeout", "3600")
    else:
        suite("unit, and tables of all addresses", total, "-m", "unit or tables", *BESIDE)
        suite("integration", total, "-m", "integration and not (soak or tables or alone)", *BESIDE)
        suite("alone", total, "-m", "alone and not soak")
        on_postgres(total)
        suite("in a real browser", total, "-m", "e2e and not soak", *BESIDE)


def main(what: str) -> int:
    total = Sum()
    # Without bytecode each of hundreds of processes compiles all of Viva, and each worker rewrites all tests.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with prepared.folder():
        stages(what, total)
    for line in total.not_run:
        print(f"NOT RUN: {line}")
    if total.not_run and os.environ.get("CI"):
        total.failed += len(total.not_run)
    print(f"\n{total.passed} passed, {total.failed} failed, {total.skipped} skipped")
    return 1 if total.failed or not total.passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "all"))
