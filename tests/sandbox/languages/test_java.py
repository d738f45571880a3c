"""Java: what is built of a candidate's file, and what a call of it answers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.languages.carry_out import BuildError
from tests.sandbox.languages.compiled import Compiler
from tests.sandbox.languages.start import call
from viva.sandbox.languages.java import Java
from viva.sandbox.languages.language import SourceError, Toolchain
from viva.sandbox.types import Kind

pytestmark = pytest.mark.integration
LANGUAGE = Java()

# One method with a parameter of every kind, so that there is one build of them all: parameter, and what fits it.
KINDS: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("boolean", (True, False)),
    ("Boolean", (None, True)),
    ("byte", (-128, 127)),
    ("short", (-32768, 32767)),
    ("int", (0, -(2**31), 2**31 - 1)),
    ("long", (-(2**63), 2**63 - 1, 10**18)),
    ("Integer", (None, 7)),
    ("BigInteger", (2**63, -(10**40), 5)),
    ("BigDecimal", (0.1, 10**30)),
    ("double", (0.1, -1e300, 5e-324, 1 / 3, 7)),
    ("float", (0.5, 16777216.0)),
    ("char", ("x", "é", '"', "\x00")),
    ("String", (None, "", "naïve 日本 🙂 <&>", 'a"b\\c\n\t\x00\x1f/', "\u2028", "half \ud83d")),
    ("CharSequence", ("text",)),
    ("int[]", ([], [1, -2, 3], None)),
    ("char[][]", ([["a", "b"], []],)),
    ("String[][]", ([], [[]], [["a"], [], ["b"]])),
    ("List<Integer>", ([], [1, None])),
    ("List<List<String>>", ([["a"], []],)),
    ("ArrayList<int[]>", ([[1, 2], []],)),
    ("List<? extends Number>[]", ([[1, 2.5], []],)),
    ("LinkedList<Long>", ([2**40],)),
    ("Set<Integer>", ([3, 1, 2],)),
    ("TreeSet<Integer>", ([1, 2, 3],)),
    ("Deque<Character>", (["a", "b"],)),
    ("PriorityQueue<Integer>", ([1, 2],)),
    ("Map<String, List<Integer>>", ({}, {"b": [1], "a\n": []})),
    ("Map<Integer, String>", ({"-3": "a", "7": "b"},)),
    ("TreeMap<Character, Integer>", ({"a": 1, "b": 2},)),
    ("Optional<Double>", (None, 0.5)),
    ("Object", (None, 1, 2**40, 2**70, 1.5, "a", True, [1, {"b": [None]}])),
    ("T", ([1],)),
)
PARAMETERS = ", ".join(f"{kind} a{place}" for place, (kind, _) in enumerate(KINDS))
NAMES = ", ".join(f"a{place}" for place in range(len(KINDS)))
ECHO = f"""import java.math.*;
import java.util.*;

class Solution {{
    private static <T> List<Object> solve({PARAMETERS}) {{ return Arrays.<Object>asList({NAMES}); }}
}}
"""
FIRST = [values[0] for _, values in KINDS]

ACTS = """package of.mine; // and no public class

import java.util.*;

class Helper {
    static int fall(int[] list) {
        return list[3];
    }
}

class Solution {
    static final List<byte[]> kept = new ArrayList<>();
    private int count = 1;

    Solution() {
        count++;
    }

    protected int solve(String what, int[] list) throws Exception {
        System.out.print("printed\\nunended é");
        System.err.print("err ");
        switch (what) {
            case "throw": throw new IllegalStateException("no such ‘thing’", new Exception("deeper"));
            case "index": return Helper.fall(list);
            case "exit": System.exit(3);
            case "deep": return dig(0);
            case "memory": while (true) kept.add(new byte[1 << 20]);
            case "huge": return new int[1 << 30].length;
            case "churn": for (int n = 0; n < 1000; n++) { byte[] gone = new byte[1 << 20]; gone[0] = 1; } break;
            case "levels": return level(20000);
            case "print": System.setOut(new java.io.PrintStream(new java.io.FileOutputStream("x"))); break;
            case "unshown": throw new RuntimeException() { public String toString() { throw new Error("never"); } };
            case "started": Thread other = new Thread(() -> { while (true); }); other.start(); break;
        }
        return list.length + count;
    }

    int solve(int what) { return what; }
    int solve(String what) { return what.length(); }

    int dig(int n) { return dig(n + 1) + 1; }
    int level(int n) { return n == 0 ? 0 : 1 + level(n - 1); }
}
"""


@pytest.fixture(scope="module")
def compiler(tmp_path_factory: pytest.TempPathFactory) -> Compiler:
    return Compiler(LANGUAGE, tmp_path_factory.mktemp)


def unread(source: str, *, kind: Kind = Kind.FUNCTION) -> str:
    with pytest.raises(SourceError) as error:
        LANGUAGE.plan(source, kind=kind, entry_point="solve", toolchain=Toolchain(""))
    return str(error.value)


def solution(head: str, body: str) -> str:
    return f"class Solution {{ {head} {{ {body} }} }}"


@pytest.mark.parametrize("turn", range(max(len(values) for _, values in KINDS)))
def test_every_kind_of_value_comes_back_as_it_went_in(compiler: Compiler, turn: int) -> None:
    arguments = [values[turn % len(values)] for _, values in KINDS]

    assert compiler.function(ECHO).call(*arguments).value == arguments


@pytest.mark.parametrize(
    ("kind", "value", "why"),
    [
        ("boolean", 1, ": a boolean was expected, and it is a number"),
        ("int", 2**31, ": 2147483648 does not fit into 32 bits"),
        ("int", 1.5, ": 1.5 is not a whole number"),
        ("int", None, ": a whole number was expected, and it is null"),
        ("byte", -129, ": -129 does not fit into 8 bits"),
        ("long", 2**63, ": 9223372036854775808 does not fit into 64 bits"),
        ("float", 1e300, ": 1.0E300 is too large for it"),
        ("char", "ab", ": a text of one character was expected"),
        ("String", 7, ": a text was expected, and it is a number"),
        ("int[]", "1", ": a list was expected, and it is a text"),
        ("String[][]", [["a"], ["b", 7]], ", item 1, item 1: a text was expected, and it is a number"),
        (
            "Map<String, List<Integer>>",
            {"a": [True]},
            ', "a", item 0: a whole number was expected, and it is a boolean',
        ),
        ("Map<Integer, String>", {"x": "a"}, ', "x": a number was expected, and it is a text'),
        ("Optional<Double>", "x", ": a number was expected, and it is a text"),
    ],
)
def test_what_does_not_fit_a_parameter_is_said_of_it(compiler: Compiler, kind: str, value: Any, why: str) -> None:
    place = [name for name, _ in KINDS].index(kind)

    told = compiler.function(ECHO).call(*FIRST[:place], value, *FIRST[place + 1 :])

    assert (told.letter, told.text) == ("U", f"argument {place + 1} of solve{why}")


def test_the_method_is_the_one_that_takes_the_arguments(compiler: Compiler) -> None:
    built = compiler.function(ACTS)

    assert built.call(5).value == 5
    assert built.call("abc").value == 3
    assert built.call("none", [5]).value == 3
    assert re.fullmatch(r"solve: it takes [12] arguments?, and the test gives 0", built.call().text)


def test_prints_are_kept_apart_from_the_answer(compiler: Compiler) -> None:
    told = compiler.function(ACTS).call("one", [5])

    assert (told.value, told.stdout, told.stderr) == (3, "printed\nunended é", "err ")


@pytest.mark.parametrize(
    ("what", "text", "trace"),
    [
        (
            "throw",
            "java.lang.IllegalStateException: no such ‘thing’",
            "java.lang.IllegalStateException: no such ‘thing’\n\tat Solution.solve(Solution.java:23)\n"
            "Caused by: java.lang.Exception: deeper\n\tat Solution.solve(Solution.java:23)\n",
        ),
        (
            "index",
            "java.lang.ArrayIndexOutOfBoundsException: Index 3 out of bounds for length 1",
            "java.lang.ArrayIndexOutOfBoundsException: Index 3 out of bounds for length 1\n"
            "\tat Helper.fall(Solution.java:7)\n\tat Solution.solve(Solution.java:24)\n",
        ),
        ("unshown", "Solution$1", "Solution$1\n\tat Solution.solve(Solution.java:32)\n"),
    ],
)
def test_an_exception_is_told_with_the_candidates_own_lines(
    compiler: Compiler, what: str, text: str, trace: str
) -> None:
    told = compiler.function(ACTS).call(what, [1])

    assert (told.letter, told.text, told.stderr) == ("X", text, f"err {trace}")


def test_recursion_may_go_deep_and_one_without_end_is_an_exception(compiler: Compiler) -> None:
    built = compiler.function(ACTS)

    assert built.call("levels", []).value == 20000
    told = built.call("deep", [])
    assert (told.letter, told.text) == ("X", "java.lang.StackOverflowError")
    assert "\tat Solution.dig(Solution.java:41)\n\t... " in told.stderr


@pytest.mark.parametrize(("what", "letter"), [("memory", "M"), ("huge", "M"), ("churn", "R")])
def test_memory_that_ran_out_is_told_and_garbage_is_collected_in_time(
    compiler: Compiler, what: str, letter: str
) -> None:
    assert compiler.function(ACTS).call(what, [], memory_mb=64).letter == letter


def test_who_ends_the_machine_has_answered_nothing(compiler: Compiler) -> None:
    told = compiler.function(ACTS).call("exit", [])

    assert (told.letter, told.status) == ("", 3)


@pytest.mark.parametrize("what", ["print", "started"])
def test_an_answer_ends_the_machine_whatever_was_left_behind(compiler: Compiler, what: str) -> None:
    assert compiler.function(ACTS).call(what, [7]).value == 3


@pytest.mark.parametrize(
    ("source", "args", "value"),
    [
        (solution("void solve(int n, int[] list)", "Arrays.sort(list);"), [1, [3, 1]], [1, 3]),
        (solution("public static void solve(List<Integer> list)", "list.add(1);"), [[]], [1]),
        (solution("void solve(int n)", "System.out.println(n);"), [5], None),
        (solution("int solve(int... n)", "return n.length;"), [[5, 6]], 2),
        (solution("char[] solve(char[] text)", "return text;"), ["né"], ["n", "é"]),
        (solution("Map<List<String>, Integer> solve()", "return null;"), [], None),
        (solution("Object solve()", 'return new StringBuilder("a").append(1);'), [], "a1"),
        (solution("Object solve()", "return Stream.of(1, 2).collect(Collectors.toSet());"), [], [1, 2]),
        ("class Base { int solve(int n) { return n; } } class Solution extends Base {}", [4], 4),
        ("public class Mine { enum Way { UP } static Way solve() { return Way.UP; } }", [], "UP"),
        ("class Other {} class Mine { long solve(int n) { return n; } }", [4], 4),
    ],
)
def test_what_is_called_and_what_it_answers(source: str, args: list[Any], value: Any) -> None:
    assert call(LANGUAGE, source, *args).value == value


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (
            solution("double[] solve()", "return new double[] {1, 0.0 / 0};"),
            "solve returned NaN, which JSON cannot hold",
        ),
        (solution("Object solve()", "return 1f / 0;"), "solve returned Infinity, which JSON cannot hold"),
        (
            solution("Object solve()", "return this;"),
            "solve returned an object of class Solution, which JSON cannot hold",
        ),
        (
            solution("Object solve()", "return new int[1 << 20];"),
            "solve returned a value larger than 1024 KiB as JSON",
        ),
        (
            solution("Object solve()", "List<Object> own = new ArrayList<>(); own.add(own); return own;"),
            "solve returned a value nested more than 200 levels deep",
        ),
        (
            solution("Object solve()", "return Map.of(List.of(), 1);"),
            "solve returned a map whose keys are neither",
        ),
        (solution("int other()", "return 1;"), "class Solution has no method named solve"),
        (
            "class Solution { Solution(int n) {} int solve() { return 1; } }",
            "class Solution has no constructor without",
        ),
    ],
)
def test_what_cannot_be_answered_is_said(source: str, why: str) -> None:
    told = call(LANGUAGE, source)

    assert told.letter == "U"
    assert told.text.startswith(why)


def test_what_cannot_be_made_of_json_is_said() -> None:
    told = call(LANGUAGE, "class Node {} " + solution("int solve(Node node)", "return 1;"), {})

    assert (told.letter, told.text) == ("U", "argument 1 of solve: the judge cannot make a Node of JSON")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (
            "class Solution {\n  int solve(int n) {\n    return n + ‘m’;\n  }\n}\n",
            "Solution.java:3: error: illegal character: '\\u2018'\n    return n + ‘m’;",
        ),
        (
            "class Solution {\n  int solve() {\n    return n;\n  }\n}\n",
            "Solution.java:3: error: cannot find symbol",
        ),
        ("public class Mine {\n  int solve() {\n", "Mine.java:2: error: reached end of file while parsing"),
        (
            "import com.example.X;\nclass Solution { int solve() { return 1; } }",
            "Solution.java:1: error: package com.example",
        ),
    ],
)
def test_what_does_not_compile_is_told_by_the_candidates_own_lines(
    compiler: Compiler, source: str, said: str
) -> None:
    with pytest.raises(BuildError) as error:
        compiler.function(source)

    assert str(error.value).startswith(said)
    assert not re.search(r"/tmp|Viva", str(error.value))


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("class Mine { } // int solve()", "Solution.java defines no class Solution with a method solve"),
        ('class Mine { String s = """\n solve() "\\""" """; }', "Solution.java defines no class Solution with a"),
        (
            "public class Größe { int solve() { return 1; } }",
            "takes public classes of short names in Latin letters",
        ),
        ("public class " + "a" * 300 + " { int solve() { return 1; } }", "takes public classes of short names"),
        ("class VivaCall { int solve() { return 1; } }", "VivaCall is a name of the judge's own"),
    ],
)
def test_a_source_without_a_method_to_call_is_not_built(source: str, why: str) -> None:
    assert why in unread(source)


def test_a_source_made_to_be_slow_to_read_is_read_at_once() -> None:
    for hostile in (
        "public " * 9_000,
        "class " * 9_000,
        "{" * 60_000,
        '"""' * 20_001,
        "package " * 9_000,
        "\n" * 60_000,
    ):
        unread(hostile)


def test_a_program_reads_and_prints_and_its_end_is_its_own(compiler: Compiler) -> None:
    source = """package x;
import java.util.Scanner;

class Helper { }

public class Doubles {
    public static void main(String[] arguments) throws Exception {
        Scanner in = new Scanner(System.in);
        int count = arguments.length;
        for (; in.hasNextLong(); count++) System.out.print(in.nextLong() * 2 + " é ");
        if (count == 1) System.out.println(arguments[0]);
        Thread late = new Thread(() -> System.out.println("late"));
        late.start();
        if (count == 2) System.exit(4);
    }
}
"""
    built = compiler.program(source)

    told = built.run("4000000000 1 7\n")
    assert (told.stdout, told.status, told.stderr) == ("8000000000 é 2 é 14 é late\n", 0, "")
    assert built.run("1 2").status == 4
    told = built.run("1")
    assert (told.stdout, told.status, told.stderr) == (
        "2 é ",
        1,
        'Exception in thread "main" java.lang.ArrayIndexOutOfBoundsException: Index 0 out of bounds for length 0\n'
        "\tat Doubles.main(Doubles.java:11)\n",
    )


def test_a_program_that_runs_out_of_memory_says_so_in_known_words(compiler: Compiler) -> None:
    source = "class Main { public static void main(String[] a) { Object[] kept = {}; while (true) kept = new Object[] {kept, new int[1 << 18]}; } }"
    built = compiler.program(source)

    told = built.run(memory_mb=32)

    assert told.status == 1
    assert any(word in told.stderr for word in built.plan.memory_words)


def test_a_program_without_main_is_told_so() -> None:
    assert unread("class Main { void start() {} }", kind=Kind.PROGRAM) == (
        "Solution.java: there is no class with a method main"
    )


def test_nothing_is_found_where_a_piece_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("viva.sandbox.languages.compilers.SEARCHED", "/nowhere")

    assert LANGUAGE.find() is None


def test_of_the_machines_settings_only_those_of_java_are_to_be_read() -> None:
    found = LANGUAGE.find()

    for path in found.readable if found else ():
        assert re.fullmatch(r"/.*(java|jdk|jvm|jre).*", path), path
        assert Path(path).is_dir()
