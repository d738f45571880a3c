"""JavaScript under node, started before the source is known.

Measured on node 20 with an empty environment: `node -e 0` takes 17 ms, all of it processor time. No flag and no
start-up snapshot made that shorter (a snapshot of node's, with a harness: 18 ms), so what is gained is gained by
starting early: from the source to the answer it is then 1.3 ms, to the end of the process 3.4."""

from __future__ import annotations

import pkgutil
import re
import shutil
import subprocess
from pathlib import Path

from viva.sandbox.languages.language import MEMORY, Memory, Plan, Toolchain
from viva.sandbox.types import Kind, Limits

FILE_NAME = "solution.js"
OLDEST = 18
FIND_SECONDS = 5
# The garbage collector and the compiler work in the thread that needs them: as fast by processor time, which is
# what is limited here, and a process of four threads. The text of `-e` is never taken for a module or TypeScript.
# Its settings for OpenSSL are not there in a box.
FLAGS = (
    "--openssl-config=/dev/null",
    "--single-threaded",
    "--v8-pool-size=1",
    "--max-semi-space-size=8",
    "--input-type=commonjs",
)
# Said by V8 (api.cc, heap.cc) as it ends the process.
MEMORY_WORDS = ("heap out of memory", "process out of memory", "Array buffer allocation failed")
# Of private memory: 23 MiB as it starts; the rest for the young generation, evacuation and threads. With less than
# 96 a full heap ended in a signal without a word.
OVERHEAD_MB = 128
THREADS = 12


class JavaScript:
    """A classic script: functions, constants, `module.exports` and class Solution are all found."""

    name = "javascript"
    title = "JavaScript"
    file_name = FILE_NAME
    limits = Limits(cpu_seconds=2.0, wall_seconds=5.0, memory_mb=256, processes=THREADS)

    def find(self) -> Toolchain | None:
        return find_node()

    def plan(self, source: str, *, kind: Kind, entry_point: str, toolchain: Toolchain) -> Plan:
        return node_plan({FILE_NAME: source}, toolchain=toolchain)


def find_node() -> Toolchain | None:
    """node, if it is new enough."""
    path = shutil.which("node")
    version = said_version(path, "--version") if path else ""
    if path is None or not version or int(version.split(".")[0]) < OLDEST:
        return None
    real = Path(path).resolve()  # where it lies in a box, which has no /etc/alternatives
    return Toolchain(version=version, paths={"node": str(real)}, readable=beyond_usr(str(real.parent)))


def beyond_usr(folder: str) -> tuple[str, ...]:
    """The folder, if a box has to be shown it: every box is shown /usr."""
    return () if folder.startswith("/usr/") else (folder,)


def said_version(*command: str) -> str:
    """The first version number that a tool prints of itself; empty where it prints none."""
    try:
        told = subprocess.run(command, capture_output=True, text=True, timeout=FIND_SECONDS, env={}, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    found = re.search(r"\d+(\.\d+)+", told.stdout + told.stderr)
    return found.group() if found else ""


def node_plan(files: dict[str, str], *, toolchain: Toolchain) -> Plan:
    """Files that are there, or will be once they are built, `solution.js` among them, run under the harness."""
    heap = f"--max-old-space-size={MEMORY}"
    return Plan(
        files=files,
        command=(toolchain.paths["node"], *FLAGS, heap, "-e", harness_text("call.js")),
        warm_source=FILE_NAME,
        memory=Memory.DATA,
        overhead_mb=OVERHEAD_MB,
        threads=THREADS,
        memory_words=MEMORY_WORDS,
    )


def harness_text(name: str) -> str:
    """A file of `harness`, also where this package is a zip."""
    text = pkgutil.get_data(__package__, f"harness/{name}")
    if text is None:
        raise FileNotFoundError(name)
    return text.decode()
