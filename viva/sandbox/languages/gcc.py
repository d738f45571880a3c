"""GNU's compilers: what C and C++ have in common."""

from __future__ import annotations

from viva.sandbox.languages.compilers import SEARCHED, builds, locate, said
from viva.sandbox.languages.language import Step, Toolchain

# It finds its assembler and its linker by PATH, and leaves what lies between them in the build folder.
ENVIRONMENT = {"PATH": SEARCHED, "TMPDIR": ".", "LC_ALL": "C"}
FLAGS = (
    "-O2",
    "-static",
    "-pipe",
    "-w",  # a warning is no error, and would stand among those
    "-DONLINE_JUDGE",
    "-fmax-errors=5",
    "-fdiagnostics-color=never",
)
# Of what nobody caught; and of an allocation of C's that failed (memory.c).
MEMORY_WORDS = ("std::bad_alloc", "out of memory: an allocation failed")


def found(
    compiler: str, *, flags: tuple[str, ...], tried: dict[str, str], libraries: tuple[str, ...] = ()
) -> Toolchain | None:
    """None unless it builds `tried`, static library and all."""
    paths = locate(compiler, "sh", "sed", "sort")
    version = said([paths[compiler], "--version"], environment=ENVIRONMENT) if paths else None
    if not paths or not version:
        return None
    command = [paths[compiler], *FLAGS, *flags, "-o", "tried", *tried, *libraries]
    return Toolchain(version.splitlines()[0], paths) if builds(command, tried, environment=ENVIRONMENT) else None


def build(
    toolchain: Toolchain, compiler: str, source: str, *, parts: str, flags: tuple[str, ...], sentence: str = ""
) -> Step:
    """`parts`: what is built, in the compiler's words. `sentence`: see build.sh."""
    arguments = (
        source,
        parts,
        sentence or f"{source} could not be built",
        toolchain.paths[compiler],
        *FLAGS,
        *flags,
    )
    return Step((toolchain.paths["sh"], "build.sh", *arguments), tuple(ENVIRONMENT.items()))
