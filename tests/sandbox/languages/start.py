"""Carries a language's plan out in plain processes, with no box about them but the plan's own limit of memory."""

from __future__ import annotations

import fcntl
import fnmatch
import importlib
import json
import os
import resource
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

from tests.conftest import lacking
from viva.sandbox.languages.language import ARGUMENTS_FD, BUILD, MEMORY, RESULT_FD, Language, Memory
from viva.sandbox.types import Kind

SECONDS = 30


@dataclass(frozen=True, slots=True)
class Ran:
    """One test. `letter` and `text` as in the seam, "" where the harness said nothing."""

    letter: str
    text: str
    stdout: str
    stderr: str
    status: int

    @property
    def value(self) -> Any:
        assert self.letter == "R", self
        return json.loads(self.text)


class BuildFailed(Exception):
    """A step said no; the text is what it said."""


def call(language: Language, source: str, *args: Any, name: str = "solve", memory_mb: int = 256) -> Ran:
    """Build it and call the function once."""
    with Build(language, source, kind=Kind.FUNCTION, entry_point=name, memory_mb=memory_mb) as build:
        return build.test(arguments=json.dumps(args))


def run(language: Language, source: str, stdin: str = "") -> Ran:
    """Build it and run the program once."""
    with Build(language, source, kind=Kind.PROGRAM) as build:
        return build.test(stdin=stdin)


class Build:
    """One submission, built in a folder of its own of which its artefacts alone are kept."""

    def __init__(
        self, language: Language, source: str, *, kind: Kind, entry_point: str = "", memory_mb: int = 256
    ) -> None:
        toolchain = language.find()
        if toolchain is None:
            lacking(language.title)
        assert toolchain is not None
        self._job = {"kind": kind.value, "entry_point": entry_point}
        self._memory_mb = memory_mb
        self.plan = language.plan(source, kind=kind, entry_point=entry_point, toolchain=toolchain)

    def __enter__(self) -> Build:
        self._folder = tempfile.TemporaryDirectory(prefix="viva-language-")
        self._build = Path(self._folder.name, "build")
        self._build.mkdir()
        for file_name, text in self.plan.files.items():
            (self._build / file_name).write_text(text, encoding="utf-8", errors="surrogatepass")
        for step in self.plan.steps:
            _make(self._filled(step.command), environment=dict(step.environment), folder=self._build)
        self._keep_artefacts()
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def _keep_artefacts(self) -> None:
        for path in list(self._build.iterdir()) if self.plan.steps else []:
            if not any(fnmatch.fnmatch(path.name, kept) for kept in self.plan.artefacts):
                path.unlink()

    def _filled(self, command: tuple[str, ...]) -> list[str]:
        return [part.replace(BUILD, str(self._build)).replace(MEMORY, str(self._memory_mb)) for part in command]

    def test(self, *, arguments: str = "[]", stdin: str = "") -> Ran:
        frames = b"".join(map(_frame, self._frames(arguments)))
        command = self._filled(self.plan.command)
        with tempfile.TemporaryDirectory(prefix="viva-test-") as folder, _Channel(frames) as channel:
            ended = subprocess.run(
                [sys.executable, "-c", _ARRANGE, *map(str, (*channel.ends, *self._memory())), *command],
                pass_fds=channel.ends,
                cwd=folder,
                env={},
                input=stdin.encode(),
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
            said = channel.said()
        return Ran(said[:1], said[1:], ended.stdout.decode(), ended.stderr.decode(), ended.returncode)

    def _memory(self) -> tuple[int, int]:
        """The limit's number and its bytes, as the box will set it."""
        which = resource.RLIMIT_DATA if self.plan.memory is Memory.DATA else resource.RLIMIT_AS
        return which, (self._memory_mb + self.plan.overhead_mb) << 20

    def _frames(self, arguments: str) -> Iterator[str]:
        if self.plan.warm_source:
            source = (self._build / self.plan.warm_source).read_text(encoding="utf-8", errors="surrogatepass")
            yield json.dumps({**self._job, "source": source})
        if self._job["kind"] == Kind.FUNCTION.value:
            yield arguments


def ask(language: Language, source: str, *args: Any) -> tuple[str, str]:
    """The same where a fork of the box's own interpreter answers, in a process of its own."""
    toolchain = language.find()
    assert toolchain is not None
    plan = language.plan(source, kind=Kind.FUNCTION, entry_point="", toolchain=toolchain)
    answer = importlib.import_module("viva.sandbox.languages.query").answer
    return answer(plan.files[language.file_name], json.dumps(args))  # type: ignore[no-any-return]


# Puts the two ends where a language looks for them; subprocess cannot. Memory is held as in a box.
_ARRANGE = f"""
import os, resource, sys
resource.setrlimit(int(sys.argv[3]), (int(sys.argv[4]),) * 2)
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
for end, place in zip(sys.argv[1:3], ({ARGUMENTS_FD}, {RESULT_FD})):
    os.dup2(int(end), place)
os.closerange(5, 256)
os.execv(sys.argv[5], sys.argv[5:])
"""


class _Channel:
    """The two pipes: `ends` are for the process, arguments and result."""

    def __init__(self, frames: bytes) -> None:
        self._frames = frames

    def __enter__(self) -> _Channel:
        arguments, self._into = _pipe()
        self._from, result = _pipe()
        self.ends = (arguments, result)
        self._said = bytearray()
        self._threads = [Thread(target=self._write, daemon=True), Thread(target=self._read, daemon=True)]
        for thread in self._threads:
            thread.start()
        return self

    def said(self) -> str:
        """Once the process has ended."""
        for end in self.ends:
            os.close(end)
        self.ends = ()
        for thread in self._threads:
            thread.join(SECONDS)
        if not self._said:
            return ""
        (length,) = struct.unpack_from(">I", self._said)
        assert len(self._said) == 4 + length, "one frame and nothing else"
        return self._said[4:].decode("utf-8", "surrogatepass")

    def __exit__(self, *_: object) -> None:
        for end in self.ends:
            os.close(end)

    def _write(self) -> None:
        rest = memoryview(self._frames)
        try:
            while rest:
                rest = rest[os.write(self._into, rest) :]
        except BrokenPipeError:
            pass
        finally:
            os.close(self._into)

    def _read(self) -> None:
        while chunk := os.read(self._from, 65536):
            self._said += chunk
        os.close(self._from)


def _pipe() -> tuple[int, int]:
    """Away from the numbers that the process is to have."""
    ends = os.pipe()
    high = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends]
    for end in ends:
        os.close(end)
    return high[0], high[1]


def _frame(text: str) -> bytes:
    body = text.encode("utf-8", "surrogatepass")
    return struct.pack(">I", len(body)) + body


def _make(command: list[str], *, environment: dict[str, str], folder: Path) -> None:
    made = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    if made.returncode:
        raise BuildFailed((made.stdout + made.stderr).decode("utf-8", "replace"))
