"""TypeScript: the types are taken out in a build, and what is left runs as JavaScript does, under nodes that wait.

What is no TypeScript is told (CE) with line and column. Types are not checked: that takes another 0.6 s for each
source and needs declarations of what node has, which are a package of their own; and a solution with a wrong type
may still answer rightly. A trace has the lines of what was written (the source map goes along, see call.js). A
build takes 0.35 s, once for a source.

Any `typescript` package of 4.0 or later will do that has `lib/typescript.js`: Debian's node-typescript, npm's.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from viva.sandbox.languages.javascript import FLAGS, JavaScript, find_node, harness_text, node_plan, said_version
from viva.sandbox.languages.language import MEMORY, Plan, Step, Toolchain
from viva.sandbox.types import Kind

_OLDEST = 4


class TypeScript:
    """As `JavaScript`, of which it is a kind: functions, exports and class Solution are all found."""

    name = "typescript"
    title = "TypeScript"
    file_name = "solution.ts"
    limits = JavaScript.limits

    def find(self) -> Toolchain | None:
        node, tsc = find_node(), shutil.which("tsc")
        version = said_version(node.paths["node"], tsc, "--version") if node and tsc else ""
        if node is None or tsc is None or not version or int(version.split(".")[0]) < _OLDEST:
            return None
        package = Path(tsc).resolve().parents[1]
        library = package / "lib" / "typescript.js"
        if not library.is_file():
            return None
        readable = () if package.is_relative_to("/usr") else (str(package),)
        paths = {**node.paths, "library": str(library)}
        return Toolchain(f"{version}, node {node.version}", paths, (*node.readable, *readable))

    def plan(self, source: str, *, kind: Kind, entry_point: str, toolchain: Toolchain) -> Plan:
        node, library = toolchain.paths["node"], toolchain.paths["library"]
        heap = f"--max-old-space-size={MEMORY}"
        step = Step((node, *FLAGS, heap, "-e", harness_text("transpile.js"), library))
        run = node_plan({self.file_name: source}, toolchain=toolchain)
        return replace(run, steps=(step,), artefacts=(run.warm_source,))
