"""Carries a Plan out with plain processes. Nothing here confines anything: only our own code is run with it."""

from __future__ import annotations

import fcntl
import json
import os
import resource
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from viva.sandbox.languages.language import ARGUMENTS_FD, BUILD, MEMORY, RESULT_FD, Memory, Plan

BUILD_SECONDS, RUN_SECONDS = 60, 10


@dataclass(frozen=True)
class Told:
    """`letter` and `text` of the one frame, "" where there was none."""

    letter: str
    text: str
    stdout: str
    stderr: str
    status: int

    @property
    def value(self) -> Any:
        assert self.letter == "R", self
        return json.loads(self.text)


class BuildError(Exception):
    """A step failed; the text is what it said."""


def build(plan: Plan, folder: Path) -> Path:
    """The folder with nothing left in it but the artefacts. Raises BuildError."""
    for name, text in plan.files.items():
        (folder / name).write_text(text)
    for step in plan.steps:
        done = subprocess.run(
            step.command, cwd=folder, env=dict(step.environment), capture_output=True, timeout=BUILD_SECONDS
        )
        if done.returncode != 0:
            raise BuildError((done.stdout + done.stderr).decode())
    kept = {path for pattern in plan.artefacts for path in folder.glob(pattern)}
    for path in set(folder.iterdir()) - kept:
        if path.is_file():
            path.unlink()
    return folder


def run_call(plan: Plan, folder: Path, args: tuple[Any, ...], *, memory_mb: int = 256) -> Told:
    """A function's call: the arguments as one frame on descriptor 4."""
    body = json.dumps(args).encode()
    return _run(plan, folder, frame=struct.pack(">I", len(body)) + body, stdin="", memory_mb=memory_mb)


def run_program(plan: Plan, folder: Path, stdin: str, *, memory_mb: int = 256) -> Told:
    return _run(plan, folder, frame=b"", stdin=stdin, memory_mb=memory_mb)


def _run(plan: Plan, folder: Path, *, frame: bytes, stdin: str, memory_mb: int) -> Told:
    command = [part.replace(BUILD, str(folder)).replace(MEMORY, str(memory_mb)) for part in plan.command]
    with _memory_file(frame) as given, _memory_file(b"") as taken:
        process = subprocess.Popen(
            command,
            env={},
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            close_fds=False,
            preexec_fn=lambda: _prepare(given, taken, plan=plan, memory_mb=memory_mb),
        )
        try:
            out, err = process.communicate(stdin.encode(), timeout=RUN_SECONDS)
        finally:
            process.kill()
        letter, text = _parse(os.pread(taken, 1 << 26, 0))
    return Told(letter, text, out.decode("utf-8", "replace"), err.decode("utf-8", "replace"), process.returncode)


@contextmanager
def _memory_file(content: bytes) -> Iterator[int]:
    """Its descriptor, from far above the two places. A file and no pipe: nobody is held up by one that is full."""
    low = os.memfd_create("frame")
    fd = fcntl.fcntl(low, fcntl.F_DUPFD_CLOEXEC, 100)
    os.close(low)
    os.write(fd, content)
    os.lseek(fd, 0, os.SEEK_SET)
    try:
        yield fd
    finally:
        os.close(fd)


def _parse(raw: bytes) -> tuple[str, str]:
    """Letter and text of what is one whole frame and nothing else."""
    if len(raw) < 5 or len(raw) != 4 + struct.unpack_from(">I", raw)[0]:
        return "", ""
    return chr(raw[4]), raw[5:].decode()


def _prepare(given: int, taken: int, *, plan: Plan, memory_mb: int) -> None:
    """In the child: the two descriptors in their places, and the limit of memory."""
    os.dup2(taken, RESULT_FD)
    os.dup2(given, ARGUMENTS_FD)
    kind = resource.RLIMIT_AS if plan.memory is Memory.ADDRESSES else resource.RLIMIT_DATA
    most = (memory_mb + plan.overhead_mb) * 1024 * 1024
    resource.setrlimit(kind, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
