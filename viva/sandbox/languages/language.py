"""What the judge has to know of a language. A box knows none: it is handed a `Plan` and carries it out.

**A function's call**, the same in every language. Descriptor 4 brings one frame (four bytes of length,
big-endian, then so many bytes): the arguments of one test, as a JSON array. Descriptor 3 takes one frame back: a
letter and a text. `R` and the returned value as JSON; `U` and a sentence, where what was returned cannot be an
answer; `X` and a sentence, where an exception was raised (its trace goes to stderr); `M` where memory ran out;
`C` and a message where an interpreter finds that the source is no program. Prints go to stdout and stderr and are
never taken for an answer.

**What can be started before the source is known** (`warm_source`: JavaScript) takes one frame more, before that
of the arguments: `{"kind", "entry_point", "source"}` as JSON. Of a program there is no frame of arguments.

**A program** gets a test's input on stdin, and what it prints is its answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from viva.sandbox.types import Kind, Limits

ARGUMENTS_FD, RESULT_FD = 4, 3
BUILD = "{build}"  # in a command: the folder with the files and what was built from them
MEMORY = "{memory}"  # in a command: the submission's own limit, in MiB


class Memory(StrEnum):
    """What the kernel counts against a test's memory."""

    ADDRESSES = "addresses"  # RLIMIT_AS: all address space; for what maps no more than it needs
    DATA = (
        "data"  # RLIMIT_DATA: private memory that can be written; for runtimes that reserve far more than they use
    )


@dataclass(frozen=True, slots=True)
class Toolchain:
    """What was found on this machine. `paths` of programs, by name; `readable`: what they need beyond /usr."""

    version: str
    paths: Mapping[str, str] = field(default_factory=dict)
    readable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a build, run in the build folder, which it may write. If it fails: CE, with what it said."""

    command: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """How one submission is built and run.

    `files` by name, written into the build folder. `artefacts`: what of it is kept once it is built (file names,
    or `*.class`), to be used again for the same source. `command` starts one test, in a folder of its own.
    `interpreter` is "python" or "sql" in its place where a test runs in a fork of the box's own interpreter.
    `warm_source` names the file of the build folder whose text is handed to a command that was started before.
    `memory_words`: seen on stderr of a program that failed, they mean that memory ran out. `overhead_mb`: what
    the runtime needs before the candidate's code gets any. `hidden`: names in the build folder that a trace on
    stderr should not show (the harness's own).
    """

    files: Mapping[str, str]
    command: tuple[str, ...] = ()
    interpreter: str = ""
    warm_source: str = ""
    steps: tuple[Step, ...] = ()
    artefacts: tuple[str, ...] = ()
    memory: Memory = Memory.ADDRESSES
    overhead_mb: int = 0
    threads: int = 1
    memory_words: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()


class Language(Protocol):
    """One per language, without state. `name` as submissions give it, `title` for people."""

    name: str
    title: str
    file_name: str  # what candidates see in messages: solution.py
    limits: Limits  # of one test, unless the submission has its own

    def find(self) -> Toolchain | None:
        """What this machine has for it; None where something is missing. Takes at most a few seconds."""

    def plan(self, source: str, *, kind: Kind, entry_point: str, toolchain: Toolchain) -> Plan:
        """How to build and run it. Raises SourceError where it is plain without a compiler that it cannot be."""


class SourceError(ValueError):
    """The source cannot be built (CE); the text tells the candidate why."""
