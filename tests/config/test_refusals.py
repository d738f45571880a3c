"""The command line and the server with a wrong setting: a sentence, and an end before anything is written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.integration
ROOT = Path(__file__).resolve().parents[2]


def run(command: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={"VIVA_ENV_FILE": os.devnull, "VIVA_DATA_DIR": str(folder), **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_command_says_in_one_line_what_cannot_be_read(tmp_path: Path) -> None:
    done = run(["manage.py", "check"], tmp_path, PORT="eight")
    assert (done.returncode, done.stderr) == (
        1,
        "A setting is wrong. PORT must be a whole number, for example 10; it is 'eight'. "
        "Mend it, or remove it to have the default (8000).\n",
    )


def test_the_server_does_not_start_with_a_wrong_setting(tmp_path: Path) -> None:
    done = run(["-m", "viva.config.serve"], tmp_path, VIVA_DISPLAY_TIME_ZONE="Mars/Olympus")
    assert done.returncode == 1
    assert "VIVA_DISPLAY_TIME_ZONE is 'Mars/Olympus', a time zone that is not known." in done.stderr
    assert not (tmp_path / "viva.sqlite3").exists()
