"""Has a file read by a process of its own, which may fail, spin or be killed without harm."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Literal

READER = Path(__file__).with_name("file_reading.py")
DEADLINE = 20.0  # seconds of the reader's life, its start included


def read_beside(content: bytes, *, what: Literal["pages", "pdf", "docx"]) -> str:
    """What `viva/jobs/file_reading.py` prints; "unreadable" too where it came to no end or to a bad one."""
    command = [sys.executable, "-I", str(READER), what]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=DEADLINE, check=False, env={})
    except subprocess.TimeoutExpired:
        return "unreadable"
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else "unreadable"
