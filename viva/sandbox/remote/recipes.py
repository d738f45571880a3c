"""The languages on other machines: by which names and commands they are found, built and run there."""

from __future__ import annotations

from dataclasses import dataclass

_ENV = "/usr/bin/env"  # finds a program by PATH: go-judge starts nothing but what it is given the whole path of
MEMORY = "{memory}"  # in a command: the limit in MiB


@dataclass(frozen=True, slots=True)
class Recipe:
    """`piston`: names or aliases of the runtime there. The commands are those of go-judge.

    `check` finds what is wrong before anything runs, without leaving anything; `build` leaves `artefact`. Both
    fail for a source that is no program. `run` reads `file` where nothing is built; with `from_stdin` no file: the
    source follows a test's input on stdin. `threads` and `overhead_mb`: what the runtime itself needs.
    """

    name: str
    title: str
    file: str
    needs: str
    piston: tuple[str, ...]
    version: tuple[str, ...]
    run: tuple[str, ...]
    check: tuple[str, ...] = ()
    build: tuple[str, ...] = ()
    artefact: str = ""
    from_stdin: bool = False
    threads: int = 1
    overhead_mb: int = 0
    memory_words: tuple[str, ...] = ()


def _shell(command: str) -> tuple[str, ...]:
    return ("/bin/sh", "-c", command)


_TYPED = (_ENV, "node", "--no-warnings", "--experimental-strip-types")
_NODE_MEMORY = ("JavaScript heap out of memory", "Array buffer allocation failed")

_ALL = (
    Recipe(
        name="python",
        title="Python",
        file="main.py",
        needs="python3",
        piston=("python", "python3"),
        version=(_ENV, "python3", "--version"),
        check=(_ENV, "python3", "-c", "compile(open('main.py', 'rb').read(), 'main.py', 'exec')"),
        run=(_ENV, "python3", "main.py"),
        memory_words=("\nMemoryError",),
    ),
    Recipe(
        name="javascript",
        title="JavaScript",
        file="main.js",
        needs="node",
        piston=("javascript", "node-javascript", "js"),
        version=(_ENV, "node", "--version"),
        check=(_ENV, "node", "--check", "main.js"),
        run=(_ENV, "node", "main.js"),
        threads=24,
        overhead_mb=64,
        memory_words=_NODE_MEMORY,
    ),
    Recipe(
        name="typescript",
        title="TypeScript",
        file="main.ts",
        needs="node 22.6 or newer",
        piston=("typescript", "ts"),
        version=(*_TYPED, "--version"),
        run=(*_TYPED, "main.ts"),
        threads=24,
        overhead_mb=96,
        memory_words=_NODE_MEMORY,
    ),
    Recipe(
        name="java",
        title="Java",
        file="Main.java",
        needs="a JDK: javac, jar and java",
        piston=("java",),
        version=(_ENV, "javac", "-version"),
        build=_shell("javac -encoding UTF-8 Main.java && jar cf main.jar *.class"),
        artefact="main.jar",
        run=(_ENV, "java", f"-Xmx{MEMORY}m", "-XX:+UseSerialGC", "-Xss64m", "-cp", "main.jar", "Main"),
        threads=64,
        overhead_mb=256,
        memory_words=("java.lang.OutOfMemoryError",),
    ),
    Recipe(
        name="c",
        title="C",
        file="main.c",
        needs="gcc",
        piston=("c",),
        version=(_ENV, "gcc", "--version"),
        build=(_ENV, "gcc", "-O2", "-std=c17", "-o", "main", "main.c", "-lm"),
        artefact="main",
        run=("main",),
    ),
    Recipe(
        name="cpp",
        title="C++",
        file="main.cpp",
        needs="g++",
        piston=("c++", "cpp", "g++"),
        version=(_ENV, "g++", "--version"),
        build=(_ENV, "g++", "-O2", "-std=c++17", "-o", "main", "main.cpp"),
        artefact="main",
        run=("main",),
        memory_words=("std::bad_alloc",),
    ),
    Recipe(
        name="go",
        title="Go",
        file="main.go",
        needs="go",
        piston=("go", "golang"),
        version=(_ENV, "go", "version"),
        build=(_ENV, "go", "build", "-o", "main", "main.go"),
        artefact="main",
        run=("main",),
        threads=32,
        overhead_mb=32,
        memory_words=("runtime: out of memory",),
    ),
    Recipe(
        name="sql",
        title="SQL (SQLite)",
        file="main.sql",
        needs="sqlite3",
        piston=("sqlite3", "sqlite", "sql"),
        version=(_ENV, "sqlite3", "--version"),
        run=(_ENV, "sqlite3", "-bail", ":memory:"),
        from_stdin=True,
        memory_words=("out of memory",),
    ),
)
RECIPES = {recipe.name: recipe for recipe in _ALL}
# Of go-judge's boxes: nothing of ours, and what compilers want to be told.
ENVIRONMENT = (
    "PATH=/usr/local/bin:/usr/local/go/bin:/usr/bin:/bin",
    "HOME=/tmp",
    "LANG=C.UTF-8",
    "GOCACHE=/tmp/go-cache",
    "GOPATH=/tmp/go",
    "GO111MODULE=off",
)
