"""C++: what is built of a candidate's file, and what a call of it answers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.languages.carry_out import BuildError
from tests.sandbox.languages.compiled import Compiler
from viva.sandbox.languages.cpp import Cpp
from viva.sandbox.languages.gcc import found
from viva.sandbox.languages.language import SourceError, Toolchain
from viva.sandbox.types import Kind

pytestmark = pytest.mark.integration
LANGUAGE = Cpp()


@pytest.fixture(scope="module")
def compiler(tmp_path_factory: pytest.TempPathFactory) -> Compiler:
    return Compiler(LANGUAGE, tmp_path_factory.mktemp)


# One function with a parameter of every kind, so that there is one build of them all: parameter, and what fits it.
KINDS: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("bool", (True, False)),
    ("char", ("x", '"', "\n")),
    ("int", (0, -(2**31), 2**31 - 1)),
    ("long long", (-(2**63), 2**63 - 1)),
    ("unsigned long long", (0, 2**64 - 1)),
    ("int8_t", (-128, 127)),
    ("size_t", (2**64 - 1,)),
    ("double", (0.1, -1e300, 5e-324, 1 / 3, 7)),
    ("float", (0.1, 16777216.0)),
    ("string", ("", "naïve 日本 🙂", 'a"b\\c\n\t\x00\x1f', "\u2028")),
    ("const string&", ("by reference",)),
    ("vector<int>", ([], [1, -2, 3])),
    ("vector<bool>", ([], [True, False])),
    ("vector<vector<string>>&", ([], [[]], [["a"], [], ["b", "c"]])),
    ("vector<vector<vector<vector<char>>>>", ([[[["a"], []]], []],)),
    ("pair<int, string>", ([1, "a"],)),
    ("tuple<bool, double, vector<int>>", ([True, 0.5, [1]],)),
    ("array<int, 3>", ([1, 2, 3],)),
    ("optional<int>", (None, 5)),
    ("vector<optional<string>>", ([None, "a"],)),
    ("map<string, vector<int>>", ({}, {"a": [1], "b\n": []})),
    ("unordered_map<int, string>", ({"-3": "a", "7": "b"},)),
    ("map<char, bool>", ({"a": True},)),
    ("set<string>", (["a", "b"],)),
    ("deque<long long>", ([2**40],)),
    ("list<unsigned char>", ([0, 255],)),
)
PARAMETERS = ", ".join(f"{kind} a{place}" for place, (kind, _) in enumerate(KINDS))
ECHO = f"auto solve({PARAMETERS}) {{ return make_tuple({', '.join(f'a{i}' for i in range(len(KINDS)))}); }}\n"
FIRST = [values[0] for _, values in KINDS]

ACTS = """
struct Gone { string word; explicit Gone(string w) : word(w) {} ~Gone() { cout << word << " gone"; } };
Gone kept("static");
int solve(const string& what) {
    cout << "printed\\n" << "unended"; cerr << "err"; printf("+c");
    if (what == "throw") throw invalid_argument("no such ‘thing’");
    if (what == "throw int") throw 7;
    if (what == "throw text") throw "a text";
    if (what == "at") return vector<int>(2).at(5);
    if (what == "memory") { vector<vector<int>> all; for (;;) all.emplace_back(1 << 20); }
    if (what == "exit") exit(3);
    if (what == "close") close(3);
    if (what == "forge") write(3, "\\0\\0\\0\\2R1", 6);
    if (what == "abort") abort();
    if (what == "one") return 1;
    return 0;
}
int main() { return solve("never"); }
"""


@pytest.mark.parametrize(
    ("place", "value"), [(place, value) for place, (_, values) in enumerate(KINDS) for value in values]
)
def test_every_kind_of_value_comes_back_as_it_went_in(compiler: Compiler, place: int, value: Any) -> None:
    arguments = [*FIRST[:place], value, *FIRST[place + 1 :]]

    assert compiler.function(ECHO).call(*arguments).value == arguments


@pytest.mark.parametrize(
    ("kind", "value", "why"),
    [
        ("bool", 1, "a bool was expected, and it is a number"),
        ("char", "ab", "a text of one character of one byte was expected"),
        ("char", "é", "a text of one character of one byte was expected"),
        ("int", 2**31, "2147483648 does not fit into 32 bits"),
        ("int", 1.5, "1.5 is not a whole number"),
        ("int", "1", "a whole number was expected, and it is a text"),
        ("long long", -(2**63) - 1, "-9223372036854775809 does not fit into 64 bits"),
        ("unsigned long long", -1, "-1 does not fit into unsigned 64 bits"),
        ("unsigned long long", 2**64, "18446744073709551616 does not fit into unsigned 64 bits"),
        ("int8_t", -129, "-129 does not fit into 8 bits"),
        ("double", float("inf"), None),
        ("float", 1e300, "1e+300 is too large for it"),
        ("string", None, "a text was expected, and it is null"),
        ("string", "\ud83d", None),
        ("vector<int>", {}, "a list was expected, and it is an object"),
        ("array<int, 3>", [1, 2], "a list of 3 was expected, and it has 2"),
        ("unordered_map<int, string>", {"x": "a"}, "x is not a whole number"),
    ],
)
def test_what_does_not_fit_a_parameter_is_said_of_it(
    compiler: Compiler, kind: str, value: Any, why: str | None
) -> None:
    place = [name for name, _ in KINDS].index(kind)

    told = compiler.function(ECHO).call(*FIRST[:place], value, *FIRST[place + 1 :])

    assert told.letter == "U"
    if why is not None:
        assert told.text == f"argument {place + 1} of solve: {why}"


def test_what_does_not_fit_deep_within_is_told_with_its_place(compiler: Compiler) -> None:
    place = [name for name, _ in KINDS].index("vector<vector<string>>&")

    told = compiler.function(ECHO).call(*FIRST[:place], [["a"], ["b", 7]], *FIRST[place + 1 :])

    assert told.text == f"argument {place + 1} of solve, item 1, item 1: a text was expected, and it is a number"


def test_the_number_of_arguments_has_to_be_right(compiler: Compiler) -> None:
    assert compiler.function(ACTS).call("one", 2).text == "solve: it takes 1 arguments, and the test gives 2"


def test_prints_are_kept_apart_from_the_answer_and_flushed(compiler: Compiler) -> None:
    told = compiler.function(ACTS).call("one")

    assert (told.value, told.stdout, told.stderr) == (1, "printed\nunended+c", "err")


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("throw", "std::invalid_argument: no such ‘thing’"),
        ("throw int", "int"),
        ("throw text", "char const*: a text"),
        ("at", "std::out_of_range: vector::_M_range_check: __n (which is 5) >= this->size() (which is 2)"),
    ],
)
def test_an_exception_is_told_and_what_was_printed_before_it_kept(
    compiler: Compiler, what: str, text: str
) -> None:
    told = compiler.function(ACTS).call(what)

    assert (told.letter, told.text, told.stdout) == ("X", f"{text} was thrown", "printed\nunended+c")
    assert told.stderr == f"errexception: {text}\n"


def test_memory_that_ran_out_is_told_as_such(compiler: Compiler) -> None:
    told = compiler.function(ACTS).call("memory", memory_mb=32)

    assert (told.letter, told.stdout) == ("M", "printed\nunended+c")


@pytest.mark.parametrize(("what", "status"), [("exit", 3), ("close", 70), ("abort", -6), ("forge", 0)])
def test_who_ends_itself_or_meddles_with_the_channel_answers_nothing(
    compiler: Compiler, what: str, status: int
) -> None:
    told = compiler.function(ACTS).call(what)

    assert (told.letter, told.status) == ("", status)


def test_a_method_of_solution_is_found_and_void_answers_with_what_it_changed(compiler: Compiler) -> None:
    source = """#include <vector>
    class Solution {
        int factor = 2;
        int helper(int x) { return x * factor; }
    public:
        void solve(const std::vector<int>& by, vector<vector<int>>& grid) const {
            for (auto& row : grid) for (int& cell : row) cell = Solution(*this).helper(cell) + by[0];
        }
    };"""

    assert compiler.function(source).call([1], [[1, 2], [3]]).value == [[3, 5], [7]]


def test_an_answer_that_json_cannot_hold_or_that_is_too_long_is_refused(compiler: Compiler) -> None:
    source = """#define int long long
    vector<double> solve(int n) { return n ? vector<double>(n) : vector<double>{1, 0.0 / 0.0}; }
    signed main() { return 0; }"""
    built = compiler.function(source)

    nan, long = built.call(0), built.call(2**20)

    refused = "solve returned what cannot be an answer"
    assert (nan.letter, nan.text) == (
        "U",
        f"{refused}, item 1: it holds a number that is not finite, and JSON has none such",
    )
    assert (long.letter, long.text) == ("U", f"{refused}: it is larger than 1024 KiB as JSON")
    assert built.call(2).value == [0, 0]


def test_bytes_that_are_no_text_are_replaced(compiler: Compiler) -> None:
    source = 'string solve() { return "a\\xff\\xc3(\\xed\\xa0\\x80\\xf0\\x9f\\x99\\x82\\xe6"; }'

    assert compiler.function(source).call().value == "a��(���🙂�"


def _refused(compiler: Compiler, source: str) -> str:
    with pytest.raises(BuildError) as error:
        compiler.function(source)
    return str(error.value)


@pytest.mark.parametrize(
    ("source", "first"),
    [
        (
            "int solve(int n) {\n    return n + m;\n}\n",
            "solution.cpp:2:16: error: 'm' was not declared in this scope",
        ),
        ("// twice\nint solve(int n) {\n  if (n) {\n  return 1;\n}\n", "solution.cpp:5:2: error: expected '}'"),
        (
            "int more(int);\nint solve(int n) { return more(n); }\n",
            "solution.cpp: undefined reference to `more(int)'",
        ),
    ],
)
def test_what_does_not_compile_is_told_by_the_candidates_own_lines(
    compiler: Compiler, source: str, first: str
) -> None:
    said = _refused(compiler, source)

    assert first in said
    assert not [
        word for word in ("/usr/", "/tmp", "judge.cpp", "prelude.hpp", "call.hpp", "warning") if word in said
    ]


@pytest.mark.parametrize(
    "source",
    [
        "struct Node { Node* next; };\nint solve(Node* n) { return n ? 1 : 0; }\n",
        "template <class T> T solve(T n) { return n; }\n",
        "class Solution { int solve(int n) { return n; } };\n",
    ],
)
def test_what_compiles_and_cannot_be_called_is_told_in_a_sentence(compiler: Compiler, source: str) -> None:
    assert _refused(compiler, source).startswith(
        "solution.cpp: the judge cannot call solve. It has to be a function"
    )


@pytest.mark.parametrize("source", ["int other() { return 1; }", '// solve\nint a; const char* s = "solve";'])
def test_a_source_that_never_names_the_function_is_not_built(source: str) -> None:
    with pytest.raises(SourceError, match=r"^solution\.cpp defines no function named solve$"):
        LANGUAGE.plan(source, kind=Kind.FUNCTION, entry_point="solve", toolchain=Toolchain(""))


def test_a_name_that_is_none_never_gets_into_a_source() -> None:
    with pytest.raises(SourceError, match="cannot be the name of a function"):
        LANGUAGE.plan("", kind=Kind.FUNCTION, entry_point="f); system(", toolchain=Toolchain(""))


def test_a_program_reads_and_prints_and_its_end_is_its_own(compiler: Compiler) -> None:
    source = """#include <iostream>
    #include <vector>
    int count = 0;  // a name of std's: nothing is brought in that a program does not ask for
    int main() {
        for (long long n; std::cin >> n; ++count) std::cout << n * 2 << ' ';
        if (count == 1) { std::vector<std::vector<int>> all; for (;;) all.emplace_back(1 << 20); }
        return count;
    }"""
    built = compiler.program(source)

    told = built.run("1 2\n4000000000\n")
    assert (told.stdout, told.status) == ("2 4 8000000000 ", 3)
    assert any(word in built.run("1", memory_mb=32).stderr for word in built.plan.memory_words)


def test_a_program_without_main_is_told_so(compiler: Compiler) -> None:
    with pytest.raises(BuildError, match=r"^solution\.cpp: undefined reference to `main'\n$"):
        compiler.program("int start() { return 0; }\n")


def test_nothing_is_found_where_a_piece_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("viva.sandbox.languages.compilers.SEARCHED", "/nowhere")

    assert LANGUAGE.find() is None


@pytest.mark.parametrize("lost", [("-nostdinc++",), ("-nostdinc",), ("-nodefaultlibs",)])
def test_nothing_is_found_where_headers_or_libraries_are_missing(lost: tuple[str, ...]) -> None:
    tried = {"solution.cpp": "#include <vector>\nint main() { return std::vector<int>(1)[0]; }\n"}

    assert found("g++", flags=lost, tried=tried) is None
