"""JavaScript: what a solution may look like, what becomes of what it returns and raises."""

from __future__ import annotations

import pytest

from tests.sandbox.languages.start import call, run
from viva.sandbox.languages.javascript import JavaScript

pytestmark = pytest.mark.integration
JS = JavaScript()


@pytest.mark.parametrize(
    "source",
    [
        "function solve(a, b) { return a + b; }",
        "const solve = (a, b) => a + b;",
        "var solve = function (a, b) { return a + b; };",
        "module.exports = { solve: (a, b) => a + b };",
        "exports.solve = (a, b) => a + b;",
        "module.exports = function (a, b) { return a + b; };",
        "class Solution { solve(a, b) { return this.add(a, b); } add(a, b) { return a + b; } }",
        "module.exports = class Solution { static solve(a, b) { return a + b; } };",
        "async function solve(a, b) { await new Promise((done) => setTimeout(done, 5)); return a + b; }",
        "const fs = require('node:fs'), path = require('path'); function solve(a, b) { return a + b; }",
        "function process(a) { return a; } function solve(a, b) { return process(a) + b; }",
        "JSON.stringify = Buffer.from = () => 'mine'; function solve(a, b) { return a + b; }",
    ],
)
def test_a_function_is_found_however_it_is_given(source: str) -> None:
    assert call(JS, source, 1, 2).value == 3


def test_a_name_that_node_has_too_is_the_candidates_own() -> None:
    assert call(JS, "function fetch(x) { return x; }", 7, name="fetch").value == 7
    assert call(JS, "const x = 1;", "data:,", name="fetch").letter == "U"


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0,
        -1.5,
        2**53,
        1e300,
        "",
        'é 漢 😀 \u2028 \\ " \x00 \n',
        "half \ud83d",
        [],
        [[]],
        [[1, [2, [None, "x"]]], {}],
        {"a": {"b": [1, 2]}, "": 0, "__proto__": 5},
        [[row * 100 + column for column in range(100)] for row in range(100)],
    ],
)
def test_values_come_and_go_unchanged(value: object) -> None:
    assert call(JS, "const solve = (value) => value;", value).value == value


@pytest.mark.parametrize(
    ("expression", "becomes"),
    [
        ("undefined", None),
        ("[undefined, , null]", [None, None, None]),
        ("({a: undefined, b: 1})", {"b": 1}),
        ("-0", 0),
        ("10n", 10),
        ("[2n ** 52n]", [2**52]),
        ("new Int32Array([3, 1])", [3, 1]),
        ("Object('text')", "text"),
        ("new Date(0)", "1970-01-01T00:00:00.000Z"),
        ("new (class Point { x = 1; #hidden = 2; get y() { return 3; } })()", {"x": 1}),
        ("Promise.resolve([1])", [1]),
    ],
)
def test_what_json_lacks_becomes_what_people_expect(expression: str, becomes: object) -> None:
    assert call(JS, f"const solve = () => {expression};").value == becomes


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("NaN", "solve returned NaN, which JSON cannot hold"),
        ("[1, -Infinity]", "solve returned -Infinity, which JSON cannot hold"),
        ("() => 1", "solve returned a function, which JSON cannot hold"),
        ("[Symbol('a')]", "solve returned a symbol, which JSON cannot hold"),
        ("2n ** 64n", "solve returned a BigInt too large for a number: return it as a string"),
        ("{ const a = []; a.push([a]); return a; }", "solve returned a value that contains itself"),
        ("new Map([[1, 2]])", "solve returned a Map: return Object.fromEntries(it) or [...it]"),
        ("[new Set([1])]", "solve returned a Set: return [...it]"),
        ("'x'.repeat(2 ** 20)", "solve returned a value larger than 1024 KiB as JSON"),
        ("{ let a = []; for (let i = 0; i < 300; i++) a = [a]; return a; }", "nested more than 200 levels deep"),
        ("new Promise(() => {})", "solve returned a promise that was never settled"),
    ],
)
def test_what_cannot_be_an_answer_is_said_to_be_none(expression: str, says: str) -> None:
    ran = call(JS, f"const solve = () => {expression};")

    assert (ran.letter, ran.text.endswith(says)) == ("U", True), ran


def test_a_missing_function_is_said_to_be_missing() -> None:
    ran = call(JS, "function other() {}")

    assert (ran.letter, ran.text) == ("U", "the solution defines no function named solve")


@pytest.mark.parametrize(
    ("source", "says", "frames"),
    [
        (
            "function solve() {\n  return deep(null);\n}\nconst deep = (x) => x.y;\n",
            "TypeError: Cannot read properties of null (reading 'y')",
            ["    at deep (solution.js:4:23)", "    at solve (solution.js:2:10)"],
        ),
        ("class Odd extends Error { name = 'Odd' }\nfunction solve() { throw new Odd('é'); }", "Odd: é", None),
        ("function solve() { throw 'just text'; }", "just text", []),
        ("function solve() { throw {code: 5}; }", '{"code":5}', []),
        ("function solve() { throw undefined; }", "undefined", []),
        ("const solve = async () => { throw new RangeError('late'); };", "RangeError: late", None),
        ("const solve = () => new Promise(() => setTimeout(() => nothing(), 1));", "nothing is not defined", None),
        ("const solve = () => solve() + 1;", "RangeError: Maximum call stack size exceeded", None),
        (
            "function solve() { return { get a() { throw new Error('in a getter'); } }; }",
            "Error: in a getter",
            None,
        ),
        ("require('left-pad'); function solve() {}", "Cannot find module 'left-pad'", None),
    ],
)
def test_an_exception_is_told_with_the_candidates_lines_alone(
    source: str, says: str, frames: list[str] | None
) -> None:
    ran = call(JS, source)

    told = ran.stderr.splitlines()
    assert (ran.letter, says in ran.text, says in told[0]) == ("X", True, True), ran
    assert all("solution.js:" in line for line in told[1:])
    assert frames is None or told[1:] == frames


@pytest.mark.parametrize("kind", ["function", "program"])
def test_a_syntax_error_names_its_line(kind: str) -> None:
    source = "const fine = 1;\nlet wrong = ;\n"

    ran = call(JS, source) if kind == "function" else run(JS, source)

    assert (ran.letter, ran.text.splitlines()[0], ran.text.splitlines()[-1]) == (
        "C",
        "solution.js:2",
        "SyntaxError: Unexpected token ';'",
    )


def test_prints_stay_beside_the_answer() -> None:
    source = (
        "function solve() {\n  console.log('%s is', 'x', [1, {a: 2}]);\n  console.error('wrong');\n"
        "  process.stdout.write('raw ');\n  console.log('y'.repeat(200000));\n  return 5;\n}"
    )

    ran = call(JS, source)

    assert ran.value == 5
    assert ran.stdout == "x is [ 1, { a: 2 } ]\nraw " + "y" * 200000 + "\n"
    assert ran.stderr == "wrong\n"


def test_a_solution_that_ends_the_process_has_answered_nothing() -> None:
    ran = call(JS, "function solve() { console.log('bye'); process.exit(3); }")

    assert (ran.letter, ran.stdout, ran.status) == ("", "bye\n", 3)


@pytest.mark.parametrize("hold", ["({ at: kept.length })", "new Uint8Array(1 << 20).fill(1)"])
def test_memory_that_ran_out_is_told_by_its_words(hold: str) -> None:
    ran = call(JS, f"function solve() {{ const kept = []; for (;;) kept.push({hold}); }}", memory_mb=32)
    words = JS.plan("", kind=None, entry_point="", toolchain=JS.find()).memory_words  # type: ignore[arg-type]

    assert ran.letter == "M" or (ran.letter == "" and any(word in ran.stderr for word in words))


@pytest.mark.parametrize(
    "source",
    [
        "const lines = require('fs').readFileSync(0, 'utf8').trim().split('\\n');\n"
        "console.log(+lines[0] + +lines[1]);",
        "const text = require('fs').readFileSync('/dev/stdin').toString();\n"
        "console.log(eval(text.trim().replace('\\n', '+')));",
        "let sum = 0;\nconst lines = require('readline').createInterface({ input: process.stdin });\n"
        "lines.on('line', (line) => (sum += +line)).on('close', () => console.log(sum));",
        "let all = ''; process.stdin.on('data', (part) => (all += part));\n"
        "process.stdin.on('end', () => process.stdout.write(`${all.split('\\n').reduce((a, b) => +a + +b)}\\n`));",
        "if (require.main === module) { main(); return; }\n"
        "async function main() { let s = 0;\n"
        "for await (const l of require('readline').createInterface(process.stdin)) s += +l; console.log(s); }",
    ],
)
def test_a_program_reads_its_input_in_every_usual_way(source: str) -> None:
    ran = run(JS, source, "40\n2\n")

    assert (ran.stdout, ran.stderr, ran.status, ran.letter) == ("42\n", "", 0, "")


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("console.log('so far');\nnull.x;", "TypeError: Cannot read properties of null (reading 'x')\n    at "),
        (
            "console.log('so far'); Promise.reject(new Error('unhandled'));",
            "Error: unhandled\n    at ",
        ),
    ],
)
def test_a_programs_exception_ends_it_with_its_lines(source: str, says: str) -> None:
    ran = run(JS, source)

    assert (ran.stdout, ran.status, says in ran.stderr, "[eval]" in ran.stderr) == ("so far\n", 1, True, False), (
        ran
    )


def test_a_programs_own_exit_status_is_kept() -> None:
    assert run(JS, "process.exitCode = 4;").status == 4
