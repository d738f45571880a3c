"""TypeScript: what a build takes out and what it refuses; what is left is JavaScript, and tested there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import lacking
from tests.sandbox.languages.start import Build, BuildFailed, call, run
from viva.sandbox.languages.javascript import JavaScript
from viva.sandbox.languages.typescript import TypeScript
from viva.sandbox.types import Kind

pytestmark = pytest.mark.integration
TS = TypeScript()

PARTS = """interface Point { x: number; y?: string }
type Pair<T> = readonly [T, T];
enum Way { Up = 1, Down }
namespace Inner { export const two = 2; }
abstract class Base<T> { constructor(protected readonly kept: T) {} abstract get(): T; }
class Own extends Base<number> {
    static #count = 0;
    declare unused: string;
    get() { return this.kept + ++Own.#count; }
}
declare const never: string;
function marked(target: object, name: string, what: PropertyDescriptor) { what.value = () => 40; }
class With { @marked forty() { return 0; } }

function solve(point: Point): number;
function solve(point: Point, more?: Pair<bigint>): number {
    const known = point!.x as unknown as number;
    const half = <number>known satisfies number;
    return half + Way.Down + Inner.two + new Own(1).get() + (more?.length ?? 0) + new With().forty();
}
"""


@pytest.mark.parametrize(
    "source",
    [
        "function solve(a: number, b: number): number { return a + b; }",
        "const solve = (a: number, b: number): number => a + b;",
        "export function solve(a: number, b: number) { return a + b; }",
        "export const solve = async (a: number, b: number): Promise<number> => a + b;",
        "export default function solve(a: number, b: number) { return a + b; }",
        "class Solution { solve(a: number, b: number): number { return a + b; } }",
        "export class Solution { static solve(a: number, b: number): number { return a + b; } }",
        "import { strict as assert } from 'assert'; function solve(a: any, b: any) { assert(a); return a + b; }",
        "import fs from 'node:fs'; function solve(a: any, b: any) { return fs.readFileSync ? a + b : 0; }",
        "const path = require('path'); function solve(a: any, b: any) { return path ? a + b : 0; }",
    ],
)
def test_a_function_is_found_however_it_is_given(source: str) -> None:
    assert call(TS, source, 1, 2).value == 3


def test_all_that_is_typescripts_own_is_taken_out_or_made() -> None:
    source = PARTS.replace(" satisfies number", "")  # which needs 4.9

    assert call(TS, source, {"x": 5}).value == 5 + 2 + 2 + 2 + 40


@pytest.mark.parametrize(
    "value",
    [None, True, -1.5, 2**53, "", 'é 漢 😀 \u2028 \\ " \n', [[1, [2, [None, "x"]]], {}], {"a": {"b": [1]}, "": 0}],
)
def test_values_come_and_go_unchanged(value: object) -> None:
    assert call(TS, "const solve = <T>(value: T): T => value;", value).value == value


def test_a_wrong_type_is_no_error_while_the_answer_can_be_right() -> None:
    assert call(TS, "function solve(a: string): number { const b: boolean = a; return b; }", 5).value == 5


def test_a_missing_function_is_said_to_be_missing() -> None:
    told = call(TS, "type solve = number;")

    assert (told.letter, told.text) == ("U", "the solution defines no function named solve")


def test_an_exception_has_the_lines_of_what_was_written() -> None:
    source = (
        "interface A {\n  b: string;\n}\n\nfunction fall(a: A): string {\n  return a.b.slice(1);\n}\n"
        "function solve(a: A) {\n    return fall(a);\n}\n"
    )

    told = call(TS, source, {})

    assert (told.letter, told.text) == ("X", "TypeError: Cannot read properties of undefined (reading 'slice')")
    assert told.stderr.splitlines()[1:] == ["    at fall (solution.ts:6:14)", "    at solve (solution.ts:9:12)"]


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize(
    ("source", "said"),
    [
        (
            "function solve(a: number) {\n  return a +;\n}\n",
            "solution.ts:2:13: error TS1109: Expression expected.\n",
        ),
        ("// ‘\nlet a: = 1;\n", "solution.ts:2:8: error TS1110: Type expected.\n"),
        ("function solve() {\n", "solution.ts:2:1: error TS1005: '}' expected.\n"),
    ],
)
def test_what_is_no_typescript_is_told_with_line_and_column(source: str, said: str, kind: Kind) -> None:
    with pytest.raises(BuildFailed) as error, Build(TS, source, kind=kind, entry_point="solve"):
        pass

    assert str(error.value) == said


def test_many_errors_are_told_as_far_as_they_are_of_use() -> None:
    with pytest.raises(BuildFailed) as error, Build(TS, "let = ;\n" * 500, kind=Kind.FUNCTION):
        pass

    assert str(error.value).count("\n") == 20


@pytest.mark.parametrize("source", ["(" * 60_000, "[" * 60_000 + "]" * 60_000, "a" + ".b" * 60_000])
def test_a_source_that_no_compiler_can_take_is_an_error_of_its_own(source: str) -> None:
    """Or is built after all; never a trace of the compiler's."""
    try:
        with Build(TS, source, kind=Kind.FUNCTION, entry_point="solve"):
            pass
    except BuildFailed as error:
        assert str(error).startswith("solution.ts:")
        assert "typescript.js" not in str(error)


def test_prints_stay_beside_the_answer() -> None:
    told = call(TS, "function solve(): number { console.log('é', 1); console.error('err'); return 2; }")

    assert (told.value, told.stdout, told.stderr) == (2, "é 1\n", "err\n")


def test_memory_that_ran_out_is_told_by_its_words() -> None:
    source = (
        "function solve(): void { const kept: number[][] = []; for (;;) kept.push(new Array(1000).fill(1.5)); }"
    )

    with Build(TS, source, kind=Kind.FUNCTION, entry_point="solve", memory_mb=64) as build:
        told = build.test()

    assert told.letter == ""
    assert any(word in told.stderr for word in build.plan.memory_words)


@pytest.mark.parametrize(
    "source",
    [
        "import * as fs from 'fs';\nconst n: number = Number(fs.readFileSync(0, 'utf8'));\nconsole.log(n * 2);",
        "const all: string = require('fs').readFileSync('/dev/stdin', 'utf8');\nconsole.log(+all * 2);",
        "import { createInterface } from 'readline';\n"
        "createInterface({ input: process.stdin }).on('line', (line: string) => console.log(+line * 2));",
    ],
)
def test_a_program_reads_its_input_in_every_usual_way(source: str) -> None:
    told = run(TS, source, "21\n")

    assert (told.stdout, told.status, told.letter) == ("42\n", 0, "")


def test_a_programs_exception_and_exit_status_are_its_own() -> None:
    told = run(TS, "type A = 1;\n\nconsole.log(1);\nthrow new Error('no');")
    assert (told.stdout, told.status, told.stderr) == (
        "1\n",
        1,
        "Error: no\n    at Object.<anonymous> (solution.ts:4:7)\n",
    )
    assert run(TS, "process.exit(4 as number);").status == 4


def test_it_runs_under_the_nodes_that_wait_for_javascript() -> None:
    found = TS.find()
    if found is None:
        lacking(TS.title)
    assert found is not None
    mine = TS.plan("", kind=Kind.PROGRAM, entry_point="", toolchain=found)
    other = JavaScript().plan("", kind=Kind.PROGRAM, entry_point="", toolchain=found)

    assert (mine.command, mine.threads) == (other.command, other.threads)
    assert mine.artefacts == (mine.warm_source,) == (other.warm_source,)


def test_nothing_is_found_where_a_piece_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert TS.find() is None


@pytest.mark.parametrize(
    ("version", "is_found"), [("4.9.5", True), ("5.9.2", True), ("3.9.7", False), ("", False)]
)
def test_a_package_that_lies_elsewhere_is_found_and_to_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, is_found: bool
) -> None:
    """npm's layout, with the link on the path that it makes."""
    package = tmp_path / "lib" / "node_modules" / "typescript"
    (package / "bin").mkdir(parents=True)
    (package / "lib").mkdir()
    (package / "lib" / "typescript.js").write_text("")
    (package / "bin" / "tsc").write_text(f"console.log('Version {version}')")
    (package / "bin" / "tsc").chmod(0o755)
    (tmp_path / "tsc").symlink_to(package / "bin" / "tsc")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    found = TS.find()

    assert (found is not None) == is_found
    assert found is None or found.readable == (str(package),)
