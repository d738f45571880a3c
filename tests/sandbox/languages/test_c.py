"""C: how a function's head is read, what is built of it, and what a call of it answers."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.languages.carry_out import BuildError
from tests.sandbox.languages.compiled import Compiler
from viva.sandbox.languages import language
from viva.sandbox.languages.c import C
from viva.sandbox.languages.language import SourceError, Toolchain
from viva.sandbox.types import Kind

pytestmark = pytest.mark.integration
LANGUAGE = C()


@pytest.fixture(scope="module")
def compiler(tmp_path_factory: pytest.TempPathFactory) -> Compiler:
    return Compiler(LANGUAGE, tmp_path_factory.mktemp)


# A type, and what fits it: one comes in alone and before a list, and all go out as a list.
TYPES: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("bool", (True, False)),
    ("char", ("x", '"', "\n")),
    ("signed char", (-128, 127)),
    ("uint8_t", (0, 255)),
    ("short", (-(2**15), 2**15 - 1)),
    ("unsigned short int", (2**16 - 1,)),
    ("int", (0, -(2**31), 2**31 - 1)),
    ("unsigned", (2**32 - 1,)),
    ("long int", (-(2**63), 2**63 - 1)),
    ("size_t", (2**64 - 1,)),
    ("long long", (-(2**63), 2**63 - 1)),
    ("unsigned long long", (2**64 - 1,)),
    ("float", (0.1, 16777216.0)),
    ("double", (0.1, -1e300, 5e-324, 1 / 3, 7)),
    ("char *", ("", "naïve 日本 🙂", 'a"b\\c\n\t\x1f', "\u2028")),
)
PREPEND = """
{0}*solve({0} one, {0} const *list, int list_size, int *return_size) {{
    {0}*all = malloc((list_size + 1) * sizeof *all);
    all[0] = one;
    memcpy(all + 1, list, list_size * sizeof *all);
    *return_size = list_size + 1;
    return all;
}}
"""
GRID = """
#include <stdlib.h>
int **solve(int **grid, int grid_size, int *columns, int *return_size, int **return_columns) {
    if (grid_size == 0) { *return_size = 1; return NULL; }
    grid[0][0] += 1;
    *return_size = grid_size;
    *return_columns = columns;
    return grid;
}
"""
ACTS = """
typedef struct { int n; } Unused;
#define WORDS(n) { "a", \\
    "b" }
int solve(char *what, int *list, int list_size) {
    printf("printed\\nunended"); fprintf(stderr, "err");
    if (!strcmp(what, "null")) return *(volatile int *)NULL;
    if (!strcmp(what, "abort")) abort();
    if (!strcmp(what, "exit")) exit(3);
    if (!strcmp(what, "close")) close(3);
    if (!strcmp(what, "memory")) for (;;) memset(malloc(1 << 20), 1, 1 << 20);
    if (!strcmp(what, "freed")) { free(what); free(list); }
    return list_size;
}
int main(void) { return solve("never", NULL, 0); }
"""


def refused(compiler: Compiler, source: str) -> str:
    with pytest.raises(BuildError) as error:
        compiler.function(source)
    return str(error.value)


def unread(source: str) -> str:
    with pytest.raises(SourceError) as error:
        LANGUAGE.plan(source, kind=Kind.FUNCTION, entry_point="solve", toolchain=Toolchain(""))
    return str(error.value)


@pytest.mark.parametrize(("kind", "values"), TYPES, ids=[kind for kind, _ in TYPES])
def test_every_type_comes_back_as_it_went_in_alone_and_in_a_list(
    compiler: Compiler, kind: str, values: tuple[Any, ...]
) -> None:
    built = compiler.function(PREPEND.format(kind + " "))

    assert built.call(values[0], []).value == [values[0]]
    assert built.call(values[-1], list(values)).value == [values[-1], *values]


@pytest.mark.parametrize(
    ("kind", "one", "many", "why"),
    [
        ("bool", True, "abc", "argument 2 of solve: a list was expected, and it is a text"),
        ("char", "é", [], "argument 1 of solve: a text of one character of one byte was expected"),
        ("int", 2**31, [], "argument 1 of solve: 2147483648 does not fit into 32 bits"),
        ("int", 0, [1, 2.5], "argument 2 of solve, item 1: 2.5 is not a whole number"),
        ("size_t", -1, [], "argument 1 of solve: -1 does not fit into unsigned 64 bits"),
        ("float", 1e300, [], "argument 1 of solve: 1e+300 is too large for it"),
        ("double", None, [], "argument 1 of solve: a number was expected, and it is null"),
        ("char *", "a\0b", [], "argument 1 of solve: a text in C cannot hold a NUL character"),
        ("char *", "a", ["a", 1], "argument 2 of solve, item 1: a text was expected, and it is a number"),
    ],
)
def test_what_does_not_fit_a_parameter_is_said_of_it(
    compiler: Compiler, kind: str, one: Any, many: Any, why: str
) -> None:
    told = compiler.function(PREPEND.format(kind + " ")).call(one, many)

    assert (told.letter, told.text) == ("U", why)


@pytest.mark.parametrize(
    ("source", "args", "value"),
    [
        ("int solve(void) { return -1; }", [], -1),
        ("int\nsolve()\n{ return 2; }", [], 2),
        ("int solve(int a, int);\nint solve(int a, int b) { return a - b; }", [1, 2], -1),
        ("int solve(char *s, int k) { return s[k]; }", ["abc", 1], 98),
        ("char *solve(const char *s) { return s[0] ? strdup(s + 1) : NULL; }", ["ab"], "b"),
        ("char *solve(const char *s) { return s[0] ? strdup(s + 1) : NULL; }", [""], None),
        ("void solve(const int *by, int n, int nums[], int m) { nums[0] += by[0]; }", [[1], [2, 3]], [3, 3]),
        ('void solve(int n) { printf("%d", n); }', [5], None),
        ('void solve(char *s, int sSize) { s[0] = *"z"; }', [["a", "b"]], ["z", "b"]),
        ("int solve(char **words, int n, int k) { return strlen(words[n - 1]) + k; }", [["a", "bcd"], 10], 13),
        ("int solve(int **g, int rows, int cols) { return g[rows - 1][cols - 1]; }", [[[1, 2], [3, 4]]], 4),
        (
            'void solve(char **board, int n, int *board_col_size) { board[1][board_col_size[1] - 1] = *"z"; }',
            [[["a"], ["b", "c"]]],
            [["a"], ["b", "z"]],
        ),
    ],
)
def test_a_head_says_what_the_function_is_given_and_what_is_its_answer(
    compiler: Compiler, source: str, args: list[Any], value: Any
) -> None:
    assert compiler.function(source).call(*args).value == value


def test_lists_of_lists_come_and_go_with_the_length_of_each(compiler: Compiler) -> None:
    built = compiler.function(GRID)

    assert built.call([[1, 2], [], [3]]).value == [[2, 2], [], [3]]
    null = built.call([])
    assert (null.letter, null.text) == (
        "U",
        "solve returned what cannot be an answer: it is NULL, and its size is 1",
    )


def test_prints_are_kept_apart_from_the_answer_and_flushed(compiler: Compiler) -> None:
    told = compiler.function(ACTS).call("freed", [1, 2])

    assert (told.value, told.stdout, told.stderr) == (2, "printed\nunended", "err")


@pytest.mark.parametrize(("what", "status"), [("null", -11), ("abort", -6), ("exit", 3), ("close", 70)])
def test_who_ends_itself_or_meddles_with_the_channel_answers_nothing(
    compiler: Compiler, what: str, status: int
) -> None:
    told = compiler.function(ACTS).call(what, [])

    assert (told.letter, told.status, told.stdout.splitlines()[0]) == ("", status, "printed")


def test_memory_that_ran_out_is_seen_on_stderr(compiler: Compiler) -> None:
    built = compiler.function(ACTS)

    assert any(word in built.call("memory", [], memory_mb=32).stderr for word in built.plan.memory_words)
    assert not any(word in built.call("null", []).stderr for word in built.plan.memory_words)


@pytest.mark.parametrize(
    ("source", "first"),
    [
        ("int solve(int n) {\n    return n + m;\n}\n", "solution.c:2:16: error: 'm' undeclared"),
        ("int solve(int n) {\n  if (n) {\n  return 1;\n}\n", "solution.c:4:1: error: expected declaration"),
        ("int more(int);\nint solve(int n) { return more(n); }\n", "solution.c: undefined reference to `more'\n"),
    ],
)
def test_what_does_not_compile_is_told_by_the_candidates_own_lines(
    compiler: Compiler, source: str, first: str
) -> None:
    said = refused(compiler, source)

    assert first in said
    assert not [word for word in ("/usr/", "/tmp", "judge.c", "prelude.h", "call.h", "warning") if word in said]


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("int other(int n) { return n; } // solve(", "solution.c defines no function named solve"),
        ("int other(int n) { return solve(n); }", "solution.c defines no function named solve"),
        ("static int solve(int n) { return n; }", "solution.c: solve must not be static"),
        (
            "struct Node *solve(int n) { return 0; }",
            "in the head of solve, `struct Node *` is not understood. The",
        ),
        (
            "int solve(int (*f)(int)) { return 0; }",
            "in the head of solve, `int (*f)(int)` is not understood. The judge",
        ),
        (
            "int solve(long double x) { return 0; }",
            "`long double x` is not understood. The judge understands bool",
        ),
        ("int solve(int *nums) { return 0; }", "`int *nums` has to be followed by its size, `int nums_size`"),
        (
            "int solve(int **g, int n, int k) { return 0; }",
            "`int **g` has to be followed by `int rows, int *columns`",
        ),
        ("int *solve(int n) { return 0; }", "its last parameter has to be `int *return_size`"),
        ("int **solve(int n, int *size) { return 0; }", "to be `int *return_size, int **return_columns`"),
    ],
)
def test_a_head_that_is_not_understood_is_told_with_what_is(source: str, why: str) -> None:
    assert why in unread(source)


def test_a_source_made_to_be_slow_to_read_is_read_at_once() -> None:
    for hostile in (
        "solve(" * 10_000,
        "int a " * 10_000 + "solve",
        "/*" * 30_000,
        "{" * 60_000,
        "'" * 60_000,
        'R"(' * 20_000,
    ):
        unread(hostile)


def test_a_program_reads_and_prints_and_its_end_is_its_own(compiler: Compiler) -> None:
    source = """#include <stdio.h>
    #include <math.h>
    int main(void) {
        int n, count = 0;
        for (; scanf("%d", &n) == 1; ++count) printf("%g ", sqrt(n));
        if (count == 1) *(volatile int *)0 = 1;
        return count;
    }"""
    built = compiler.program(source)

    told = built.run("4 9\n")
    assert (told.stdout, told.status) == ("2 3 ", 2)
    assert built.run("4").status == -11


def test_what_was_printed_before_a_crash_is_kept(compiler: Compiler) -> None:
    source = '#include <stdio.h>\nint main() { puts("so far"); return *(volatile int *)0; }\n'

    assert compiler.program(source).run().stdout == "so far\n"


def test_a_program_without_main_is_told_so(compiler: Compiler) -> None:
    with pytest.raises(BuildError, match=r"^solution\.c: undefined reference to `main'\n$"):
        compiler.program("int start(void) { return 0; }\n")


def test_nothing_is_found_where_a_piece_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("viva.sandbox.languages.compilers.SEARCHED", "/nowhere")

    assert LANGUAGE.find() is None


def test_a_plan_is_made_from_a_zip_too(tmp_path: Path) -> None:
    root = Path(language.__file__).parents[3]
    with zipfile.ZipFile(tmp_path / "bundle.zip", "w") as archive:
        archive.writestr("viva/__init__.py", "")
        for path in (root / "viva" / "sandbox").rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                archive.write(path, path.relative_to(root))
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from viva.sandbox.languages.c import C\n"
        "from viva.sandbox.languages.language import Toolchain\n"
        "from viva.sandbox.types import Kind\n"
        "tools = Toolchain('', {'gcc': 'gcc', 'sh': 'sh'})\n"
        "plan = C().plan('int f() {}', kind=Kind.FUNCTION, entry_point='f', toolchain=tools)\n"
        "print(len(plan.files), plan.files['wire.h'][:2])\n"
    )

    command = [sys.executable, "-I", "-S", "-c", code, str(tmp_path / "bundle.zip")]
    assert subprocess.run(command, capture_output=True, text=True, timeout=20, check=True).stdout == "8 /*\n"
