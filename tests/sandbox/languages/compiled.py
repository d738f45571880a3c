"""Builds that several tests of a module share: a compiler takes longer than everything else here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import lacking
from tests.sandbox.languages.carry_out import Told, build, run_call, run_program
from viva.sandbox.languages.language import Language, Plan
from viva.sandbox.types import Kind


@dataclass(frozen=True)
class Built:
    """A plan that was carried out as far as its tests."""

    plan: Plan
    folder: Path

    def call(self, *args: Any, memory_mb: int = 256) -> Told:
        return run_call(self.plan, self.folder, args, memory_mb=memory_mb)

    def run(self, stdin: str = "", *, memory_mb: int = 256) -> Told:
        return run_program(self.plan, self.folder, stdin, memory_mb=memory_mb)


class Compiler:
    """One language on this machine; what it has built, it does not build again."""

    def __init__(self, language: Language, folders: Callable[[str], Path]) -> None:
        """Ends the test where there is none; `folders` makes one that is empty."""
        found = language.find()
        if found is None:
            lacking(f"a compiler for {language.title}")
        assert found is not None
        self.language, self.toolchain = language, found
        self._folders = folders
        self._built: dict[tuple[str, str], Built] = {}

    def function(self, source: str, name: str = "solve") -> Built:
        """Raises SourceError, BuildError."""
        return self._once(source, name, Kind.FUNCTION)

    def program(self, source: str) -> Built:
        """Raises SourceError, BuildError."""
        return self._once(source, "", Kind.PROGRAM)

    def _once(self, source: str, name: str, kind: Kind) -> Built:
        key = (source, name)
        if key not in self._built:
            plan = self.language.plan(source, kind=kind, entry_point=name, toolchain=self.toolchain)
            self._built[key] = Built(plan, build(plan, self._folders("build")))
        return self._built[key]
