"""The browser's side: its own tests, its types, and that the committed bundle is what the sources give."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import lacking

pytestmark = pytest.mark.integration
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def npm() -> str:
    found = shutil.which("npm")
    if not found:
        lacking("npm")
    if not (ROOT / "node_modules" / "esbuild").exists():
        installed = run(found, "install", "--no-save")
        if installed.returncode:
            lacking("the npm packages of package-lock.json")
    return found


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)


@pytest.mark.parametrize("script", ["test", "typecheck", "check"])
def test_the_front_end_holds(npm: str, script: str) -> None:
    done = run(npm, "run", "--silent", script)
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
