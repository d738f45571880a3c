"""Python: a test runs in a fork of the box's own interpreter, so nothing has to be found or started."""

from __future__ import annotations

import platform

from viva.sandbox.languages.language import Plan, Toolchain
from viva.sandbox.types import Kind, Limits

FILE_NAME = "solution.py"


class Python:
    """The language that is always there."""

    name = "python"
    title = "Python"
    file_name = FILE_NAME
    limits = Limits(cpu_seconds=2.0, wall_seconds=5.0, memory_mb=256)

    def find(self) -> Toolchain | None:
        return Toolchain(version=platform.python_version())

    def plan(self, source: str, *, kind: Kind, entry_point: str, toolchain: Toolchain) -> Plan:
        return Plan(files={FILE_NAME: source}, interpreter="python")
