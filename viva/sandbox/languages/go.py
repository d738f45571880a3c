"""Go: one file of `package main`, built by the compiler and the linker themselves.

**A function** is `entry_point`, not a method and not generic. The package clause may be left out; where nothing is
imported, the usual packages are, as they are used; a `main` of one's own is not called.

| JSON | parameters and what is returned |
|---|---|
| true, false | `bool` |
| a whole number | `int`, `int64`, `uint8` and the other integers; one that does not fit is refused |
| a number | `float64`, `float32` |
| a text | `string`; of one character: `byte`, `rune`; `[]byte`, `[]rune` |
| a list | slices and arrays (of that many), nested as one likes; a nil slice is an empty list |
| an object | maps, whose keys are texts or integers |
| null or a value | a pointer to one of these |
| anything | `interface{}` (whole numbers are `int`) |

A `byte` is answered as a text of one character, unless bytes were given as numbers; a `rune` (it is `int32`) as
a number, unless runes were given as texts. A last result of type `error` that is not nil counts as an exception;
several results are a list. Without a result the answer is what was left in the first slice, map or pointer.

Goroutines take turns on one core (`limits.go` says why).
"""

from __future__ import annotations

import re
from pathlib import Path

from viva.sandbox.languages.compilers import SEARCHED, at_top, bare, builds, checked_name, locate, missing, said
from viva.sandbox.languages.harness import text_of
from viva.sandbox.languages.language import BUILD, MEMORY, Memory, Plan, SourceError, Step, Toolchain
from viva.sandbox.types import Kind, Limits

# No network, no home, nothing of the machine's own configuration; no more threads than are of use to one file.
_ENVIRONMENT = {
    "PATH": SEARCHED,
    "CGO_ENABLED": "0",
    "GO111MODULE": "off",
    "GOENV": "off",
    "GOFLAGS": "-p=2",
    "GOMAXPROCS": "2",
    "GOPATH": "/nonexistent",
    "GOPROXY": "off",
    "GOTELEMETRY": "off",
    "GOTOOLCHAIN": "local",
}
# What the program says of an allocation that failed, before it ends itself.
_MEMORY_WORDS = ("runtime: out of memory", "runtime: cannot allocate memory", "fatal error: out of memory")
_PACKAGE = re.compile(r"\s*package\s+(\w+)")
_IMPORTED = re.compile(r"""^[ \t]*(?:import[ \t]+)?(?:[\w.]+[ \t]+)?["`]([\w./-]+)["`]""", re.MULTILINE)
_MAIN = r"\bfunc\s+main\s*\("
# Packages that are imported where they are used and nothing is imported; by the name that they are used by.
_USUAL = {
    path.rpartition("/")[2]: path
    for path in (
        *("bufio", "bytes", "container/heap", "container/list", "errors", "fmt", "math", "math/big", "math/bits"),
        *("math/rand", "os", "regexp", "sort", "strconv", "strings", "sync", "time", "unicode", "unicode/utf8"),
    )
}
_JUDGE_IMPORTS = ("encoding/binary", "encoding/json", "fmt", "path/filepath", "runtime/debug", "sort", "syscall")
_CALL = """package main

import vivaJudge "vivajudge"

func main() {{ vivaJudge.Serve("{name}", {name}) }}
"""
_START = 'package main\n\nimport _ "vivajudge"\n'


class Go:
    name = "go"
    title = "Go"
    file_name = "solution.go"
    limits = Limits()

    def find(self) -> Toolchain | None:
        paths = locate("go", "sh")
        told = (
            said([paths["go"], "env", "GOVERSION", "GOROOT", "GOTOOLDIR"], environment=_ENVIRONMENT)
            if paths
            else None
        )
        if not paths or not told or len(lines := told.splitlines()) != 3:
            return None
        version, root, tools = lines
        if not _is_new_enough(version):
            return None
        paths |= {"compile": f"{tools}/compile", "link": f"{tools}/link", "archives": _archives(root, tools)}
        toolchain = Toolchain(version, paths, () if root.startswith("/usr/") else (root,))
        return toolchain if _works(toolchain) else None

    def plan(self, source: str, *, kind: Kind, entry_point: str, toolchain: Toolchain) -> Plan:
        text = bare(source)
        program = kind is Kind.PROGRAM
        if program and next(at_top(text, _MAIN), None) is None:
            raise SourceError(f"{self.file_name}: there is no func main")
        judge = ("limits.go",) if program else ("limits.go", "serve.go", "values.go")
        files = {file: text_of(file) for file in ("build_go.sh", *judge)}
        files["call.go"] = _START if program else _CALL.format(name=_callee(text, entry_point))
        files[self.file_name] = source = _in_main(source, text, adapt=not program)
        packages = sorted({*_IMPORTED.findall(source), *_JUDGE_IMPORTS})
        return Plan(
            files=files,
            command=(f"{BUILD}/solution", MEMORY),
            steps=(_step(toolchain, judge, packages),),
            artefacts=("solution",),
            memory=Memory.DATA,
            overhead_mb=96,
            threads=16,
            memory_words=_MEMORY_WORDS,
            hidden=("call.go", *judge),
        )


def _is_new_enough(version: str) -> bool:
    """1.19 has the limit that the collector keeps to."""
    match = re.match(r"go1\.(\d+)", version)
    return match is not None and int(match[1]) >= 19


def _archives(root: str, tools: str) -> str:
    """Where the standard library lies compiled; "" where it does not (since Go 1.20)."""
    folder = Path(root, "pkg", Path(tools).name)
    return str(folder) if Path(folder, "encoding", "json.a").exists() else ""


def _works(toolchain: Toolchain) -> bool:
    """Where the library has first to be compiled, that is not tried: it takes longer than finding may."""
    paths = toolchain.paths
    if not paths["archives"]:
        command = [paths["compile"], "-p", "main", "-o", "tried.a", "solution.go"]
        return Path(paths["link"]).exists() and builds(
            command, {"solution.go": "package main\nfunc main() {}\n"}, environment=_ENVIRONMENT
        )
    plan = Go().plan(
        "package main\nfunc solve() {}\n", kind=Kind.FUNCTION, entry_point="solve", toolchain=toolchain
    )
    return builds(list(plan.steps[0].command), dict(plan.files), environment=_ENVIRONMENT)


def _step(toolchain: Toolchain, judge: tuple[str, ...], packages: list[str]) -> Step:
    tools = (toolchain.paths[tool] for tool in ("compile", "link", "archives", "go"))
    command = (toolchain.paths["sh"], "build_go.sh", *tools, " ".join(judge), " ".join(packages))
    return Step(command, tuple(_ENVIRONMENT.items()))


def _callee(text: str, entry_point: str) -> str:
    name = checked_name(entry_point, file_name=Go.file_name)
    head = next(at_top(text, rf"\bfunc\s+{name}\s*([(\[])"), None)
    if head is None or name in ("main", "init", "_"):
        raise missing(name, file_name=Go.file_name)
    if head[1] == "[":
        raise SourceError(f"{Go.file_name}: {name} is generic, and the judge does not know with what to call it")
    return name


def _in_main(source: str, text: str, *, adapt: bool) -> str:
    """The source as a file of package main, each line where it was; `adapt`: with imports, without its main."""
    clause = _PACKAGE.match(text)
    rest = clause.end() if clause else 0
    used = _used(text[rest:]) if adapt else []
    head = source[: clause.start(1)] + "main" if clause else "package main"
    imports = "; import (" + "; ".join(f'"{path}"' for path in used) + ")" if used else ""
    body = source[rest:]
    if adapt and (own := next(at_top(text[rest:], _MAIN), None)):
        body = body[: own.start()] + own[0].replace("main", "mAIN") + body[own.end() :]
    return head + imports + (body if clause else "; /*line :1:1*/" + body)


def _used(text: str) -> list[str]:
    """The usual packages that are used, where nothing is imported."""
    if re.search(r"^[ \t;]*import\b", text, re.MULTILINE):
        return []
    return sorted({_USUAL[name] for name in re.findall(r"(?<![\w.])(\w+)\.[A-Z]", text) if name in _USUAL})
