"""Go: what is built of a candidate's file, and what a call of it answers."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.sandbox.languages.carry_out import BuildError
from tests.sandbox.languages.compiled import Compiler
from viva.sandbox.languages.go import Go

pytestmark = pytest.mark.integration
LANGUAGE = Go()

# One function with a parameter of every kind, so that there is one build of them all: parameter, and what fits it.
KINDS: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("bool", (True, False)),
    ("int", (0, -(2**63), 2**63 - 1)),
    ("int8", (-128, 127)),
    ("uint64", (2**64 - 1,)),
    ("float64", (0.1, -1e300, 5e-324, 1 / 3, 7)),
    ("float32", (0.1, 16777216.0)),
    ("string", ("", "naïve 日本 🙂 <&>", 'a"b\\c\n\t\x00\x1f', "\u2028")),
    ("byte", ("x", '"')),
    ("rune", ("é", "🙂")),
    ("[]int", ([], [1, -2, 3])),
    ("[][]string", ([], [[]], [["a"], [], ["b"]])),
    ("[][][][]byte", ([[[["a"], []]], []],)),
    ("[2]bool", ([True, False],)),
    ("map[string][]int", ({}, {"a": [1], "b\n": []})),
    ("map[int]string", ({"-3": "a", "7": "b"},)),
    ("*float64", (None, 0.5)),
    ("interface{}", (None, 1, 1.5, "a", [1, {"b": [None]}])),
)
PARAMETERS = ", ".join(f"a{place} {kind}" for place, (kind, _) in enumerate(KINDS))
NAMES = ", ".join(f"a{place}" for place in range(len(KINDS)))
ECHO = f"func solve({PARAMETERS}) ({', '.join(kind for kind, _ in KINDS)}) {{ return {NAMES} }}\n"
FIRST = [values[0] for _, values in KINDS]

ACTS = """package solution // of whatever name

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

type reflect string
var json, os_ = 1, len(os.Args)
var kept [][]byte

func main() { solve("never", nil) }

func fall(list []int) int {
	return list[3]
}

func solve(what string, list []int) (int, error) {
	fmt.Print("printed\\nunended")
	fmt.Fprint(os.Stderr, "err ")
	switch what {
	case "panic":
		panic("no such ‘thing’")
	case "index":
		return fall(list), nil
	case "error":
		return 0, errors.New("not that way")
	case "exit":
		os.Exit(3)
	case "close":
		syscall.Close(3)
	case "memory":
		for {
			kept = append(kept, make([]byte, 1<<20))
		}
	case "churn":
		for size := 0; size < 1000; size++ {
			kept = [][]byte{make([]byte, 1<<20)}
		}
	case "deep":
		var dig func(int) int
		dig = func(n int) int { return dig(n+1) + 1 }
		return dig(0), nil
	case "stuck":
		<-make(chan int)
	case "apart":
		go func() { panic("apart") }()
		select {}
	}
	return len(list) + os_, nil
}
"""


@pytest.fixture(scope="module")
def compiler(tmp_path_factory: pytest.TempPathFactory) -> Compiler:
    return Compiler(LANGUAGE, tmp_path_factory.mktemp)


def refused(compiler: Compiler, source: str) -> str:
    with pytest.raises(BuildError) as error:
        compiler.function(source)
    return str(error.value)


@pytest.mark.parametrize(
    ("place", "value"), [(place, value) for place, (_, values) in enumerate(KINDS) for value in values]
)
def test_every_kind_of_value_comes_back_as_it_went_in(compiler: Compiler, place: int, value: Any) -> None:
    arguments = [*FIRST[:place], value, *FIRST[place + 1 :]]

    assert compiler.function(ECHO).call(*arguments).value == arguments


@pytest.mark.parametrize(
    ("kind", "value", "why"),
    [
        ("bool", 1, ": a bool was expected, and it is a number"),
        ("int", 2**63, ": 9223372036854775808 does not fit into 64 bits"),
        ("int", 1.5, ": 1.5 is not a whole number"),
        ("int", None, ": a whole number was expected, and it is null"),
        ("int8", -129, ": -129 does not fit into 8 bits"),
        ("uint64", -1, ": -1 does not fit into unsigned 64 bits"),
        ("float32", 1e300, ": 1e+300 is too large for it"),
        ("string", 7, ": a text was expected, and it is a number"),
        ("byte", "é", ": a text of one character of one byte was expected"),
        ("rune", "ab", ": a text of one character was expected"),
        ("[]int", None, ": a list was expected, and it is null"),
        ("[][]string", [["a"], ["b", 7]], ", item 1, item 1: a text was expected, and it is a number"),
        ("[2]bool", [True], ": a list of 2 was expected, and it has 1"),
        ("map[int]string", {"x": "a"}, ": a whole number was expected, and it is a text"),
    ],
)
def test_what_does_not_fit_a_parameter_is_said_of_it(compiler: Compiler, kind: str, value: Any, why: str) -> None:
    place = [name for name, _ in KINDS].index(kind)

    told = compiler.function(ECHO).call(*FIRST[:place], value, *FIRST[place + 1 :])

    assert (told.letter, told.text) == ("U", f"argument {place + 1} of solve{why}")


def test_the_number_of_arguments_has_to_be_right(compiler: Compiler) -> None:
    assert compiler.function(ACTS).call("one").text == "solve: it takes 2 arguments, and the test gives 1"


def test_prints_are_kept_apart_from_the_answer(compiler: Compiler) -> None:
    """The 1 that is added: what the judge tells the runtime is no argument that the candidate's code sees."""
    told = compiler.function(ACTS).call("one", [5])

    assert (told.value, told.stdout, told.stderr) == (2, "printed\nunended", "err ")


@pytest.mark.parametrize(
    ("what", "text", "trace"),
    [
        ("panic", "panic: no such ‘thing’", "panic: no such ‘thing’\n\tsolve (solution.go:25)\n"),
        (
            "index",
            "panic: runtime error: index out of range [3] with length 1",
            "panic: runtime error: index out of range [3] with length 1\n"
            "\tfall (solution.go:17)\n\tsolve (solution.go:27)\n",
        ),
        ("error", "the error that was returned: not that way", "error: not that way\n"),
    ],
)
def test_a_panic_and_an_error_are_told_with_the_candidates_own_lines(
    compiler: Compiler, what: str, text: str, trace: str
) -> None:
    told = compiler.function(ACTS).call(what, [1])

    assert (told.letter, told.text, told.stdout) == ("X", text, "printed\nunended")
    assert told.stderr == f"err {trace}"


@pytest.mark.parametrize(("what", "status"), [("exit", 3), ("close", 70), ("deep", 2), ("stuck", 2), ("apart", 2)])
def test_who_ends_otherwise_answers_nothing(compiler: Compiler, what: str, status: int) -> None:
    built = compiler.function(ACTS)

    told = built.call(what, [])

    assert (told.letter, told.status) == ("", status)
    assert not any(word in told.stderr for word in built.plan.memory_words)


def test_memory_that_ran_out_is_seen_on_stderr_and_garbage_is_collected_in_time(compiler: Compiler) -> None:
    built = compiler.function(ACTS)

    assert any(word in built.call("memory", [], memory_mb=64).stderr for word in built.plan.memory_words)
    churned = built.call("churn", [], memory_mb=128)
    assert churned.letter == "R", churned


@pytest.mark.parametrize(
    ("source", "args", "value"),
    [
        ("func solve() []int { return nil }", [], []),
        ("func solve(n []int) { sort.Ints(n) }", [[3, 1]], [1, 3]),
        ("func solve(n int) { fmt.Println(n) }", [5], None),
        ("func solve(n int) (int, bool) { return n, true }", [5], [5, True]),
        ("func solve(n ...int) int { return len(n) }", [[5, 6]], 2),
        ("func solve(s string) byte { return s[0] }", ["abc"], "a"),
        ("func solve(s []byte) []byte { return s[1:] }", ["abc"], ["b", "c"]),
        ("func solve(s []uint8) uint8 { return s[0] }", [[200]], 200),
        ("func solve(s string) int32 { return int32(len(s)) }", ["abc"], 3),
        ("func solve(s string) string { return s[:1] }", ["é"], "\ufffd"),
        ('package main; import s "strings"\nfunc solve(t string) string { return s.ToUpper(t) }', ["a"], "A"),
    ],
)
def test_a_signature_says_what_is_the_answer(compiler: Compiler, source: str, args: list[Any], value: Any) -> None:
    assert compiler.function(source).call(*args).value == value


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("type N struct{ next *N }\nfunc solve() *N { return &N{} }", "it is or holds a main.N"),
        ("func solve() []float64 { return []float64{1, math.NaN()} }", "it holds a number that is not finite"),
        ("func solve() []int { return make([]int, 1 << 20) }", "it is larger than 1024 KiB as JSON"),
        ("type L []L\nfunc solve() L { l := make(L, 1); l[0] = l; return l }", "it is nested too deeply"),
    ],
)
def test_what_cannot_be_an_answer_is_refused(compiler: Compiler, source: str, why: str) -> None:
    told = compiler.function(source).call()

    assert told.letter == "U"
    assert told.text.startswith(f"solve returned what cannot be an answer: {why}")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("func solve(n int) int {\n\treturn n + m\n}\n", "solution.go:2:13: undefined: m\n"),
        (
            "package main\n\nfunc solve(n int) int {\n\tx := 1\n\treturn n\n}",
            "solution.go:4:2: ",
        ),
        ("func solve(n int) int {\n\treturn n\n", "solution.go:3:1: syntax error: unexpected EOF"),
        ('import "example.org/x"\nfunc solve() { x.Y() }', "solution.go:1:8: could not import example.org/x"),
    ],
)
def test_what_does_not_compile_is_told_by_the_candidates_own_lines(
    compiler: Compiler, source: str, said: str
) -> None:
    told = refused(compiler, source)

    assert said in told
    assert not re.search(r"/tmp|call\.go|serve\.go|vivajudge", told)
