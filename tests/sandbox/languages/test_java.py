"""Java: what a method takes, and what becomes of what it returns."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.languages.compiled import Compiler
from tests.sandbox.languages.start import call
from viva.sandbox.languages.java import Java

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


@pytest.fixture(scope="module")
def compiler(tmp_path_factory: pytest.TempPathFactory) -> Compiler:
    return Compiler(LANGUAGE, tmp_path_factory.mktemp)


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
