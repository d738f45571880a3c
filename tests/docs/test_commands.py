"""What the pages tell people to type is typed here: the blocks marked `runnable`, and every make target."""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import lacking
from tests.docs.pages import PAGES, ROOT, Block, blocks
from tests.docs.test_pages import TARGETS
from tests.server import serving

pytestmark = pytest.mark.integration
RUNNABLE = [block for page in PAGES for block in blocks(page) if "runnable" in block.marks]
OFFLINE = [block for block in RUNNABLE if "server" not in block.marks]
ONLINE = [block for block in RUNNABLE if "server" in block.marks]


def named(block: Block) -> str:
    return f"{block.page}: {block.text.splitlines()[0][:40]}"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A shell where `python` is this interpreter and the data folder is a fresh, migrated one."""
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    found = {
        "PATH": f"{python.parent}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "VIVA_ENV_FILE": os.devnull,
        "VIVA_DATA_DIR": str(tmp_path / "data"),
    }
    subprocess.run(["python", "manage.py", "migrate", "-v0"], cwd=ROOT, env=found, check=True, timeout=120)
    return found


def typed(command: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-euc", command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=180
    )


def test_there_are_blocks_to_run() -> None:
    assert (len(OFFLINE) >= 4, len(ONLINE) >= 1) == (True, True)


@pytest.mark.parametrize("block", OFFLINE, ids=named)
def test_a_runnable_block_runs(block: Block, environment: dict[str, str]) -> None:
    done = typed(block.text, environment)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_commands_for_a_server_run_with_the_settings_that_the_page_gives(environment: dict[str, str]) -> None:
    page = ROOT / "docs" / "operations.md"
    given = next(block.text for block in blocks(page) if block.marks == ("ini",))
    settings = dict(line.split("=", 1) for line in given.splitlines()) | {
        "VIVA_DATA_DIR": environment["VIVA_DATA_DIR"]
    }
    commands = next(block.text for block in OFFLINE if "collectstatic" in block.text)
    done = typed(commands, environment | settings)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("System check identified no issues")
    assert "WARNINGS" not in done.stderr


def test_the_backup_holds_what_the_database_holds(environment: dict[str, str]) -> None:
    made = typed("python manage.py load_sample_data --password a-long-word-of-tests", environment)
    assert made.returncode == 0, made.stderr
    backup = next(block.text for block in OFFLINE if ".backup(" in block.text)
    assert typed(backup, environment).returncode == 0
    count = (
        "import sqlite3, sys; "
        "print(sqlite3.connect(sys.argv[1]).execute('SELECT count(*) FROM accounts_user').fetchone()[0])"
    )
    copy = Path(environment["VIVA_DATA_DIR"]) / "backup.sqlite3"
    assert subprocess.run([sys.executable, "-c", count, copy], capture_output=True, text=True).stdout == "3\n"


def test_the_health_check_answers_as_the_page_says() -> None:
    if not shutil.which("curl"):
        lacking("curl")
    with serving() as server:
        for block in ONLINE:
            command = block.text.replace("http://127.0.0.1:8000", server.url)
            done = typed(command, {"PATH": os.environ["PATH"]})
            assert (done.returncode, done.stdout) == (0, "ok")


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_make_knows_what_to_do_for_each_target(target: str) -> None:
    done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_the_unit_for_systemd_starts_the_server_with_the_settings_of_the_page() -> None:
    page = ROOT / "docs" / "operations.md"
    unit = configparser.ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read_string(next(block.text for block in blocks(page) if block.marks == ("ini", "systemd")))
    assert unit.sections() == ["Unit", "Service", "Install"]
    service = unit["Service"]
    assert service["ExecStart"] == "/opt/viva/.venv/bin/python -m viva.config.serve"
    assert f"put these into `{service['EnvironmentFile']}`" in " ".join(page.read_text().split())
    assert service["StateDirectory"] == "viva"
    assert "VIVA_DATA_DIR=/var/lib/viva\n" in page.read_text()  # where systemd puts that StateDirectory
