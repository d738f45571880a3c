"""What a line of JSON asks of the judge, and the line that it gets back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from viva.sandbox.lines import Asked, read_line, write_line
from viva.sandbox.types import Checker, Judgement, JudgeTest, Kind, Limits, Submission, Verdict

pytestmark = pytest.mark.unit
FUNCTION = {
    "id": 1,
    "language": "python",
    "source": "def add(a, b): return a + b",
    "entry_point": "add",
    "tests": [{"args": [1, 2], "expected": 3}],
}
PROGRAM = {
    "id": "p",
    "language": "c",
    "source": "int main() {}",
    "kind": "program",
    "tests": [{"stdin": "1 2\n", "stdout": "3\n"}],
}
TIGHT = Limits(cpu_seconds=9.0, memory_mb=999)


def read(found: Any) -> Asked:
    asked = read_text(json.dumps(found).encode())
    assert asked is not None
    return asked


def read_text(text: bytes) -> Asked | None:
    return read_line(text, number=7, limits_of=lambda language: TIGHT)


def understood(found: Any) -> Submission:
    asked = read(found)
    assert asked.work is not None, asked.message
    return asked.work


def refused(text: bytes) -> str:
    asked = read_text(text)
    assert asked is not None
    assert asked.work is None
    return asked.message


def test_a_function_is_the_kind_that_need_not_be_named() -> None:
    assert understood(FUNCTION) == Submission(
        source=FUNCTION["source"],
        entry_point="add",
        tests=(JudgeTest(args=(1, 2), expected=3),),
        language="python",
        limits=None,
        kind=Kind.FUNCTION,
    )


def test_a_program_has_an_input_and_a_text_that_it_has_to_print() -> None:
    assert understood(PROGRAM) == Submission(
        source=PROGRAM["source"],
        entry_point="",
        tests=(JudgeTest(stdin="1 2\n", expected="3\n"),),
        language="c",
        limits=None,
        kind=Kind.PROGRAM,
        checker=Checker.LINES,
    )


@pytest.mark.parametrize(
    ("test", "wanted"),
    [
        ({"stdin": "1", "expected": "2"}, JudgeTest(stdin="1", expected="2")),
        ({"stdout": "2"}, JudgeTest(expected="2")),
        ({"stdin": "", "stdout": ""}, JudgeTest(expected="")),
    ],
)
def test_a_programs_test_may_leave_out_its_input_or_say_expected(test: dict[str, str], wanted: JudgeTest) -> None:
    assert understood(PROGRAM | {"tests": [test]}).tests == (wanted,)


def test_null_is_an_answer_like_any_other() -> None:
    assert understood(FUNCTION | {"tests": [{"args": [], "expected": None}]}).tests == (JudgeTest(),)


def test_a_program_may_say_how_it_is_checked() -> None:
    assert understood(PROGRAM | {"checker": "floats"}).checker is Checker.FLOATS


def test_sql_has_no_function_to_name() -> None:
    nameless = {name: value for name, value in FUNCTION.items() if name != "entry_point"}

    assert understood(nameless | {"language": "sql"}).entry_point == ""


@pytest.mark.parametrize("known", ["a", "", 7, -1.5, True, False, None, "\ud800", "\u00e9\x00"])
def test_an_id_is_any_scalar_and_comes_back(known: Any) -> None:
    asked = read(FUNCTION | {"id": known})
    answer = json.loads(write_line(asked, Judgement(Verdict.AC)))

    assert (asked.id, answer["id"], type(answer["id"])) == (known, known, type(known))


def test_a_line_may_have_no_id() -> None:
    assert read({name: value for name, value in FUNCTION.items() if name != "id"}).id is None


@pytest.mark.parametrize(
    ("given", "limits"),
    [
        (None, None),
        ({}, TIGHT),
        ({"memory_mb": 64}, Limits(cpu_seconds=9.0, memory_mb=64)),
        ({"cpu_seconds": 1}, Limits(cpu_seconds=1, memory_mb=999)),
        ({"cpu_seconds": 0.5, "processes": 4}, Limits(cpu_seconds=0.5, memory_mb=999, processes=4)),
    ],
)
def test_limits_that_are_left_out_are_those_of_the_language(given: Any, limits: Limits | None) -> None:
    assert understood(FUNCTION | {"limits": given}).limits == limits


def test_the_language_is_asked_for_its_limits() -> None:
    asked: list[str] = []

    def limits_of(language: str) -> Limits:
        asked.append(language)
        return Limits()

    read_line(json.dumps(FUNCTION | {"language": "go", "limits": {}}).encode(), number=1, limits_of=limits_of)
    assert asked == ["go"]


@pytest.mark.parametrize("text", [b"", b"\n", b" \t\r\n"])
def test_a_blank_line_asks_nothing(text: bytes) -> None:
    assert read_text(text) is None


def test_a_byte_order_mark_and_the_line_ends_of_windows_are_taken() -> None:
    asked = read_text(b"\xef\xbb\xbf" + json.dumps(FUNCTION).encode() + b"\r\n")

    assert asked is not None
    assert asked.work is not None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"AC", "the line is not JSON: Expecting value at its character 1"),
        (b'{"id": 1', "the line is not JSON: Expecting ',' delimiter at its character 9"),
        (b'{"id": "\xff"}', "the line is not UTF-8 from its byte 9 on"),
        (b'{"id": NaN}', "the line is not JSON: NaN is no value in it"),
        (b'{"id": 1e999}', "1e999 is larger than any number can be"),
        (b'{"id": ' + b"9" * 5000 + b"}", "the line has a whole number of more than 4300 digits"),
        (b"[" * 100_000, "the line is nested too deep"),
        (b"[]", 'the line is a list; it has to be an object: {"id": …, "language": …, …}'),
        (b"null", 'the line is null; it has to be an object: {"id": …, "language": …, …}'),
    ],
)
def test_what_is_no_line_of_json_is_said_to_be_none(text: bytes, message: str) -> None:
    assert refused(text) == message


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": [1]}, "id is a list; it has to be a text, a number, true, false or null"),
        ({"language": None}, "language is null; it has to be a text"),
        ({"source": 5}, "source is a whole number; it has to be a text"),
        ({"entry_point": ""}, "entry_point is empty; it has to be the name of the function to call"),
        ({"kind": "func"}, 'kind is "func"; it has to be "function" or "program"'),
        ({"kind": ["program"]}, 'kind is a list; it has to be "function" or "program"'),
        ({"entrypoint": "add"}, 'the line has no use for "entrypoint"; did you mean entry_point?'),
        (
            {"zzz": 1},
            'the line has no use for "zzz"; '
            "known are id, language, source, kind, entry_point, tests, limits, checker",
        ),
        (
            {"checker": "floats"},
            "checker is for programs: a function's answer is compared as JSON; leave it out",
        ),
        ({"tests": {}}, "tests is an object; it has to be a list"),
        ({"tests": [3]}, 'test 1 is a whole number; it has to be an object: {"args": …, "expected": …}'),
        ({"tests": [{"args": []}]}, "test 1 has no expected; it has to be a value"),
        ({"tests": [{"expected": 3}]}, "test 1 has no args; it has to be a list"),
        ({"tests": [{"args": 1, "expected": 3}]}, "args of test 1 is a whole number; it has to be a list"),
        (
            {"tests": [{"args": [], "expected": 3}, {"stdin": "", "expected": ""}]},
            'test 2 of a function has no use for "stdin"; known are args, expected',
        ),
        ({"limits": 3}, "limits is a whole number; it has to be an object"),
        ({"limits": {"cpu_second": 1}}, 'limits has no use for "cpu_second"; did you mean cpu_seconds?'),
        (
            {"limits": {"cpu_seconds": "1"}},
            "limits.cpu_seconds is a text; it has to be a number, such as 2.0",
        ),
        (
            {"limits": {"cpu_seconds": True}},
            "limits.cpu_seconds is true or false; it has to be a number, such as 2.0",
        ),
        (
            {"limits": {"memory_mb": 64.5}},
            "limits.memory_mb is a number; it has to be a whole number, such as 256",
        ),
        (
            {"limits": {"memory_mb": None}},
            "limits.memory_mb is null; it has to be a whole number, such as 256",
        ),
    ],
)
def test_what_is_wrong_with_a_line_is_named_and_how_to_mend_it(change: dict[str, Any], message: str) -> None:
    assert refused(json.dumps(FUNCTION | change).encode()) == message


@pytest.mark.parametrize("name", ["language", "source", "entry_point", "tests"])
def test_what_a_function_cannot_do_without_is_named(name: str) -> None:
    found = {key: value for key, value in FUNCTION.items() if key != name}
    kind = "a list" if name == "tests" else "a text"

    assert refused(json.dumps(found).encode()) == f"the line has no {name}; it has to be {kind}"


@pytest.mark.parametrize(
    ("test", "message"),
    [
        (
            {"stdin": "", "stdout": "", "expected": ""},
            "test 1 has stdout and expected, which mean the same; leave one of them out",
        ),
        ({"stdin": ""}, "test 1 has no stdout; it has to be a text"),
        ({"expected": 3}, "expected of test 1 is a whole number; it has to be a text"),
        ({"stdin": 3, "stdout": ""}, "stdin of test 1 is a whole number; it has to be a text"),
        (
            {"args": [], "stdout": ""},
            'test 1 of a program has no use for "args"; known are stdin, stdout, expected',
        ),
    ],
)
def test_what_is_wrong_with_a_programs_test_is_named(test: dict[str, Any], message: str) -> None:
    assert refused(json.dumps(PROGRAM | {"tests": [test]}).encode()) == message


def test_what_was_not_understood_is_answered_with_its_id_and_its_line() -> None:
    asked = read(FUNCTION | {"source": 5})

    assert json.loads(write_line(asked, None)) == {
        "id": 1,
        "line": 7,
        "verdict": "IE",
        "tests": [],
        "message": "source is a whole number; it has to be a text",
    }


def test_what_is_not_json_is_answered_with_its_line_and_no_id() -> None:
    asked = read_text(b"{")
    assert asked is not None

    answer = json.loads(write_line(asked, None))
    assert (answer["id"], answer["line"], answer["verdict"]) == (None, 7, "IE")
