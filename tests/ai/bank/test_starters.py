"""The code to begin with, drawn from the annotations of the Python starter."""

from __future__ import annotations

import pytest

from viva.ai.bank import load_bank
from viva.ai.bank.signature import ANY, Shape, signature_of
from viva.ai.bank.starters import starter_of, starters_of
from viva.ai.types import Problem

pytestmark = pytest.mark.unit

INT, LIST = Shape("int"), Shape("list", Shape("int"))
TWO_SUM = "def two_sum(numbers: list[int], target: int) -> list[int]:\n    pass\n"


def problem(python: str, entry_point: str = "two_sum", **starters: str) -> Problem:
    return Problem("", "", entry_point, {"python": python, **starters}, (), ())


def test_a_signature_is_read_from_the_annotations() -> None:
    signature = signature_of("two_sum", TWO_SUM)

    assert signature is not None
    assert (signature.parameters, signature.returns) == ((("numbers", LIST), ("target", INT)), LIST)


@pytest.mark.parametrize(
    ("annotation", "shape"),
    [
        ("list[list[str]]", Shape("list", Shape("list", Shape("str")))),
        ("list[int] | None", Shape("list", INT, optional=True)),
        ("float", Shape("float")),
        ("list", Shape("list", ANY)),
        ("dict[str, int]", ANY),
        ("set", ANY),
    ],
)
def test_what_is_not_understood_is_any(annotation: str, shape: Shape) -> None:
    signature = signature_of("f", f"def f() -> {annotation}:\n    pass\n")

    assert signature is not None
    assert signature.returns == shape


@pytest.mark.parametrize("source", ["", "def other():\n    pass\n", "def two_sum(:\n", "two_sum = 5\n"])
def test_without_the_function_there_is_no_signature_and_nothing_is_drawn(source: str) -> None:
    assert signature_of("two_sum", source) is None
    assert list(starters_of(problem(source, lua="own"))) == ["python", "lua"]


def test_a_problem_without_any_starter_is_set_in_python() -> None:
    assert starters_of(Problem("", "", "f", {}, (), ())) == {"python": ""}


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("javascript", "function two_sum(numbers, target) {"),
        ("typescript", "function two_sum(numbers: number[], target: number): number[] {"),
        ("java", "    public int[] two_sum(int[] numbers, int target) {"),
        ("cpp", "vector<int> two_sum(vector<int> numbers, int target) {"),
        ("go", "func two_sum(numbers []int, target int) []int {"),
        ("c", "int* two_sum(int* numbers, int numbers_size, int target, int* return_size) {"),
    ],
)
def test_a_starter_is_drawn_in_every_language(language: str, line: str) -> None:
    assert line in starter_of(problem(TWO_SUM), language).splitlines()


def test_lists_of_lists_and_absent_values_are_told_as_each_language_tells_them() -> None:
    source = "def f(grid: list[list[int]], word: str) -> list[str] | None:\n    pass\n"
    drawn = starters_of(problem(source, "f"))

    assert "function f(grid: number[][], word: string): string[] | null {" in drawn["typescript"]
    assert "public String[] f(int[][] grid, String word) {" in drawn["java"]
    assert "optional<vector<string>> f(vector<vector<int>> grid, string word) {" in drawn["cpp"]
    assert "func f(grid [][]int, word string) *[]string {" in drawn["go"]
    assert "c" not in drawn  # where a list that is NULL is an empty one


def test_lists_come_with_their_sizes_in_c() -> None:
    grid = "def f(grid: list[list[int]], word: str) -> list[list[int]]:\n    pass\n"
    given, returned = "int** grid, int grid_size, int* grid_sizes", "int* return_size, int** return_columns"
    assert f"int** f({given}, char* word, {returned}) {{" in starter_of(problem(grid, "f"), "c")
    text = "def f(words: list[str]) -> str | None:\n    pass\n"
    assert "char* f(char** words, int words_size) {" in starter_of(problem(text, "f"), "c")


def test_what_cannot_be_typed_is_left_to_the_languages_that_need_no_types() -> None:
    mixed = problem("def f(operations: list[list]) -> list:\n    pass\n", "f")

    assert list(starters_of(mixed)) == ["python", "javascript", "typescript"]


def test_the_banks_own_starter_stands_before_a_drawn_one() -> None:
    assert starter_of(problem(TWO_SUM, javascript="// own"), "javascript") == "// own"


def test_every_problem_of_the_bank_can_be_solved_in_three_languages_and_most_in_seven() -> None:
    """Some take lists of mixed values, which need no types; some may return none, which C cannot tell."""
    offered = [list(starters_of(question.problem)) for question in load_bank() if question.problem]

    assert {names[:3] == ["python", "javascript", "typescript"] for names in offered} == {True}
    assert sum(len(names) == 7 for names in offered) >= 0.9 * len(offered)
