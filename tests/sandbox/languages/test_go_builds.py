"""Go: sources that cannot be built, programs, and machines that have it otherwise or not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.sandbox.languages.carry_out import build, run_call
from tests.sandbox.languages.compiled import Compiler
from viva.sandbox.languages.go import Go
from viva.sandbox.languages.language import SourceError, Toolchain
from viva.sandbox.types import Kind

pytestmark = pytest.mark.integration
LANGUAGE = Go()


@pytest.fixture(scope="module")
def compiler(tmp_path_factory: pytest.TempPathFactory) -> Compiler:
    return Compiler(LANGUAGE, tmp_path_factory.mktemp)


def unread(source: str, *, kind: Kind = Kind.FUNCTION) -> str:
    with pytest.raises(SourceError) as error:
        LANGUAGE.plan(source, kind=kind, entry_point="solve", toolchain=Toolchain(""))
    return str(error.value)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("func other() {} // func solve()", "solution.go defines no function named solve"),
        ("type S struct{}\nfunc (s S) solve() {}", "solution.go defines no function named solve"),
        ("func solve[T any](n T) T { return n }", "solution.go: solve is generic"),
    ],
)
def test_a_source_without_a_function_to_call_is_not_built(source: str, why: str) -> None:
    assert why in unread(source)


def test_a_source_made_to_be_slow_to_read_is_read_at_once() -> None:
    for hostile in ("func " * 12_000, "a." * 30_000, "{" * 60_000, "`" * 60_001, "import " * 9_000, "\n" * 60_000):
        unread(hostile)


def test_a_program_reads_and_prints_and_its_end_is_its_own(compiler: Compiler) -> None:
    source = """package main

import ("fmt"; "os")

func main() {
	count := 0
	for n := 0; ; count++ {
		if _, err := fmt.Scan(&n); err != nil { break }
		fmt.Print(n * 2, " ")
	}
	if count == 1 { fmt.Println([]int{}[count]) }
	os.Exit(count + len(os.Args))
}
"""
    built = compiler.program(source)

    told = built.run("1 2\n4000000000\n")
    assert (told.stdout, told.status) == ("2 4 8000000000 ", 4)
    told = built.run("1")
    assert (told.status, told.stderr) == (
        2,
        "panic: runtime error: index out of range [1] with length 0\n\n"
        f"goroutine 1 [running]:\nmain.main()\n\tsolution.go:11{told.stderr[told.stderr.index(' +0x') :]}",
    )


def test_a_program_without_main_is_told_so() -> None:
    assert unread("package main\nfunc start() {}\n", kind=Kind.PROGRAM) == "solution.go: there is no func main"


def test_it_is_built_where_the_standard_library_does_not_lie_compiled(compiler: Compiler, tmp_path: Path) -> None:
    """As since Go 1.20."""
    toolchain = replace(compiler.toolchain, paths={**compiler.toolchain.paths, "archives": ""})
    source = "func solve(n []int) []int { sort.Ints(n); return n }"
    plan = LANGUAGE.plan(source, kind=Kind.FUNCTION, entry_point="solve", toolchain=toolchain)

    assert run_call(plan, build(plan, tmp_path), ([2, 1],)).value == [1, 2]


def test_nothing_is_found_where_a_piece_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("viva.sandbox.languages.compilers.SEARCHED", "/nowhere")

    assert LANGUAGE.find() is None
