"""Java: one file, compiled with the harness beside it; each test is a virtual machine of its own.

**A function** is a method, static or not, of `class Solution` (or of another class that has it: the public one
first), chosen by its name and the number of its parameters. Where nothing is imported, `java.util` and its
`function` and `stream` are.

| JSON | parameters and what is returned |
|---|---|
| true, false | `boolean` |
| a whole number | `int`, `long`, `short`, `byte`, `BigInteger`; one that does not fit is refused |
| a number | `double`, `float`, `BigDecimal` |
| a text | `String`, `CharSequence`; of one character: `char`; `char[]` |
| a list | arrays, `List`, `Set`, `Queue`, `Deque` and the classes of `java.util`, nested as one likes |
| an object | `Map`, whose keys are texts, characters or numbers |
| null | whatever is no primitive; an empty `Optional` |
| anything | `Object` (whole numbers are `Integer`, `Long` or `BigInteger`, as they fit) |

Of a method that returns nothing, the answer is what was left in the first array, collection or map.

Measured on OpenJDK 17 with an empty environment: 65 ms from the start to the answer, 45 of them processor time;
the compiler takes 0.4 s, the harness another 0.4. What was built is kept, so that comes once for a source.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from viva.sandbox.languages.compilers import at_top, locate, said
from viva.sandbox.languages.harness import text_of
from viva.sandbox.languages.language import BUILD, MEMORY, Memory, Plan, SourceError, Step, Toolchain
from viva.sandbox.types import Kind, Limits

_OLDEST = 11
_HARNESS = ("VivaCall", "VivaFit", "VivaJson", "VivaUnfit")
# Both of the compiler and of what it made: start quickly, ask the machine nothing, leave nothing behind.
_MACHINE = (
    *(
        "-Xshare:auto",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-XX:-UsePerfData",
        "-XX:-UseContainerSupport",
    ),
    *("-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8"),
)
_RUN = (
    *("-XX:ReservedCodeCacheSize=32m", "-XX:MaxMetaspaceSize=64m", "-XX:CompressedClassSpaceSize=32m"),
    # What it logs would go to stdout; what it writes of its own end, into the test's folder.
    *("-XX:MaxDirectMemorySize=32m", "-Xlog:disable", "-XX:ErrorFile=/dev/null", "-XX:+DisplayVMOutputToStderr"),
    # For descriptors by their number.
    *("--add-opens", "java.base/java.io=ALL-UNNAMED"),
)
# Texts are put together by plain code: the usual way costs the first of them 30 ms.
_COMPILE = (
    *("-proc:none", "-nowarn", "-Xlint:none", "-XDstringConcat=inline", "-encoding", "UTF-8", "-g:source,lines"),
    *("-implicit:none", "-Xmaxerrs", "20", "-cp", ".", "-d", "."),
)
_COMPILER_MB = 512
_LOADERS = ("lib64/ld-linux-*.so.*", "lib/ld-linux-*.so.*")
# What the virtual machine says of an allocation that failed, ours of an exception, or both.
_MEMORY_WORDS = (
    "java.lang.OutOfMemoryError: Java heap space",
    "java.lang.OutOfMemoryError: GC overhead limit",
    "java.lang.OutOfMemoryError: Metaspace",
    "java.lang.OutOfMemoryError: Requested array size",
    "java.lang.OutOfMemoryError: Cannot reserve",
    "insufficient memory for the Java Runtime Environment",
    "Could not reserve enough space",
    "Too small maximum heap",
)
# Of private memory beyond the heap: 64 MiB of the stack that the code runs on, 150 of the machine itself (it ends
# without an exception where it has less), and a MiB for each thread more.
_OVERHEAD_MB = 256
_THREADS = 40
_MOST_NAME = 100

_UNREAD = re.compile(
    r"""//[^\n]* | /\*.*?(?:\*/|\Z)
    | \"{3}(?:\\.|.)*?(?:\"{3}|\Z) | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*'""",
    re.VERBOSE | re.DOTALL,
)
_TYPE = (
    r"(?P<public>\bpublic\s++(?:(?:static|final|abstract|sealed|non-sealed|strictfp)\s++)*+)?"
    r"\b(?:class|interface|enum|record)\s++(?P<name>[^\W\d][\w$]*+)"
)
_PACKAGE = re.compile(r"\bpackage\s++[\w.\s]++;")
_IMPORT = re.compile(r"^[ \t]*+import\b", re.MULTILINE)
_MAIN = re.compile(r"\bvoid\s++main\s*+\(")
_NAME = re.compile(r"[A-Za-z_$][\w$]*+", re.ASCII)
_USUAL = "import java.util.*; import java.util.function.*; import java.util.stream.*; "


class Java:
    name = "java"
    title = "Java"
    file_name = "Solution.java"
    limits = Limits(cpu_seconds=4.0, wall_seconds=10.0, memory_mb=256, processes=_THREADS)

    def find(self) -> Toolchain | None:
        paths = locate("java", "javac")
        told = said([paths["javac"], "-J-XX:-UsePerfData", "-version"]) if paths else None
        version = re.search(r"\d+[\w.]*", told or "")
        if not paths or version is None or int(version[0].split(".")[0]) < _OLDEST:
            return None
        home = Path(paths["java"]).parents[1]
        return Toolchain(version[0], {**paths, "home": str(home), "loader": _loader()}, _outside(home))

    def plan(self, source: str, *, kind: Kind, entry_point: str, toolchain: Toolchain) -> Plan:
        text = _bare(source)
        owner, file = _owner(text, kind=kind, entry_point=entry_point)
        harness = {f"{name}.java": text_of(f"{name}.java") for name in _HARNESS}
        machine = [*_MACHINE, *_RUN, f"-Xmx{MEMORY}m", "-cp", BUILD]
        return Plan(
            files={file: _adapted(source, text, kind=kind), **harness},
            command=(*_started_by(toolchain, "java"), *machine, _HARNESS[0], kind.value, file, owner, entry_point),
            steps=(Step((*_started_by(toolchain, "javac"), *_compiler(), file, *harness)),),
            artefacts=("*.class",),
            memory=Memory.DATA,
            overhead_mb=_OVERHEAD_MB,
            threads=_THREADS,
            memory_words=_MEMORY_WORDS,
            hidden=tuple(harness),
        )


def _loader() -> str:
    """The dynamic loader; "" where it is not where glibc has it."""
    found = sorted(path for pattern in _LOADERS for path in Path("/").glob(pattern))
    return os.path.realpath(found[0]) if found else ""


def _started_by(toolchain: Toolchain, tool: str) -> tuple[str, ...]:
    """Java finds its libraries by way of /proc, which a box does not have: so the loader is told."""
    paths = toolchain.paths
    if not paths["loader"]:
        return (paths[tool],)
    libraries = f"{paths['home']}/lib:{paths['home']}/lib/server"
    return paths["loader"], "--library-path", libraries, paths[tool]


def _compiler() -> tuple[str, ...]:
    return (*(f"-J{flag}" for flag in _MACHINE), f"-J-Xmx{_COMPILER_MB}m", *_COMPILE)


def _outside(home: Path) -> tuple[str, ...]:
    """The folders beyond /usr that the JDK's settings lead to, and its own where it lies there."""
    settings = [home / "lib" / "jvm.cfg", *(home / "conf").rglob("*")]
    led = {Path(os.path.realpath(path)) for path in settings if path.is_symlink()}
    beyond = {
        str(path.parents[-3]) for path in led if len(path.parts) > 3 and not _is_in(path, Path("/usr"), home)
    }
    return tuple(sorted(beyond | ({str(home)} if not _is_in(home, Path("/usr")) else set())))


def _is_in(path: Path, *folders: Path) -> bool:
    return any(path.is_relative_to(folder) for folder in folders)


def _bare(source: str) -> str:
    """The source with comments and literals blanked out, each line where it was."""
    return _UNREAD.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), source)


def _types(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """The types of the file, each with its text."""
    found = [match for match in at_top(text, _TYPE) if match["name"]]
    for match, following in zip(found, [*found[1:], None], strict=False):
        yield match, text[match.end() : following.start() if following else len(text)]


def _owner(text: str, *, kind: Kind, entry_point: str) -> tuple[str, str]:
    """The class to be started or called, and the file's name. Raises SourceError."""
    types = list(_types(text))
    public = next((match["name"] for match, _ in types if match["public"]), "")
    owner = _started(types) if kind is Kind.PROGRAM else _called(types, entry_point)
    return owner, f"{_file_name(public or owner)}.java"


def _started(types: list[tuple[re.Match[str], str]]) -> str:
    for match, body in types:
        if _MAIN.search(body):
            return match["name"]
    raise SourceError(f"{Java.file_name}: there is no class with a method main")


def _called(types: list[tuple[re.Match[str], str]], entry_point: str) -> str:
    if not _NAME.fullmatch(entry_point):
        raise SourceError(f"{Java.file_name}: {entry_point!r} cannot be the name of a method")
    has = [match for match, body in types if re.search(rf"(?<![\w$]){re.escape(entry_point)}\s*+\(", body)]
    by_name = {match["name"]: match for match, _ in types}
    if "Solution" in by_name:
        return "Solution"
    if not has:
        raise SourceError(f"{Java.file_name} defines no class Solution with a method {entry_point}")
    return next((match for match in has if match["public"]), has[0])["name"]


def _file_name(name: str) -> str:
    if not _NAME.fullmatch(name) or len(name) > _MOST_NAME:
        raise SourceError(f"{Java.file_name}: the judge takes public classes of short names in Latin letters only")
    if name in _HARNESS:
        raise SourceError(f"{Java.file_name}: {name} is a name of the judge's own")
    return name


def _adapted(source: str, text: str, *, kind: Kind) -> str:
    """Without its package, so that it lies where it is looked for; a function's with the usual imports."""
    package = next(at_top(text, _PACKAGE.pattern), None)
    if package:
        kept = "".join(letter if letter == "\n" else " " for letter in package[0])
        source = source[: package.start()] + kept + source[package.end() :]
    needs = kind is Kind.FUNCTION and not _IMPORT.search(text)
    return (_USUAL if needs else "") + source
