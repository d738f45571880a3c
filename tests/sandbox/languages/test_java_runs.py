"""Java: what is built of a candidate's file, and how a run of it may end."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.sandbox.languages.carry_out import BuildError
from tests.sandbox.languages.compiled import Compiler
from viva.sandbox.languages.java import Java
from viva.sandbox.languages.language import SourceError, Toolchain
from viva.sandbox.types import Kind

pytestmark = pytest.mark.integration
LANGUAGE = Java()

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
            case "unshown": throw new RuntimeException() { public String toString() { throw new Error(); } };
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
    source = (
        "class Main { public static void main(String[] arguments) { Object[] kept = {}; "
        "while (true) kept = new Object[] {kept, new int[1 << 18]}; } }"
    )
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
