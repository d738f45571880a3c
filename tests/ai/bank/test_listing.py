"""Many questions in one YAML text, whoever wrote it."""

from __future__ import annotations

import pytest

from viva.ai.bank import load_bank
from viva.ai.bank.listing import ListingError, as_yaml, listed_questions
from viva.ai.bank.own import read_own

pytestmark = pytest.mark.unit

BOMB = "a: &a [x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 8)}]\n" for n in range(9)
)


def refused(text: str) -> tuple[str, int]:
    with pytest.raises(ListingError) as caught:
        listed_questions(text)
    return caught.value.reason, caught.value.line


@pytest.mark.parametrize(
    "text",
    ["- text: One\n- text: Two", "questions:\n  - text: One\n  - text: Two", "[{text: One}, {text: Two}]"],
)
def test_a_list_is_read_with_or_without_a_name(text: str) -> None:
    assert [each.raw for each in listed_questions(text)] == [{"text": "One"}, {"text": "Two"}]


def test_a_single_file_of_the_bank_is_a_list_of_one() -> None:
    assert [each.raw["id"] for each in listed_questions("id: kettle\ntext: How?")] == ["kettle"]


def test_each_question_says_on_which_line_it_begins() -> None:
    assert [each.line for each in listed_questions("# mine\n\n- text: One\n  id: one\n- text: Two\n")] == [3, 5]


def test_nothing_is_worked_out_of_a_value() -> None:
    text = (
        "- {a: yes, b: 1_000, c: 1:2:3, d: 2026-99-99, e: !!python/object/apply:os.system [ls], f: ~, g: !!int x}"
    )
    assert listed_questions(text)[0].raw == {
        "a": "yes",
        "b": "1_000",
        "c": "1:2:3",
        "d": "2026-99-99",
        "e": ["ls"],
        "f": "~",
        "g": "x",
    }


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (BOMB, ("alias", 2)),
        ("- &a [*a]", ("alias", 1)),
        ("[" * 50_000, ("too_much", 1)),
        ("- [" + "a," * 200_001 + "]", ("too_much", 1)),
        ("", ("no_list", 0)),
        ("just words", ("no_list", 0)),
        ("- {a: 1, a: 2}", ("no_yaml", 1)),
        ("a: b: c", ("no_yaml", 1)),
        ("- a\n--- \n- b", ("no_yaml", 2)),
        ("- ? [a]\n  : b", ("no_yaml", 1)),
        ('- "\\ud800"', ("no_yaml", 1)),
        ("- \x07", ("no_yaml", 0)),
        ("- a\n\t- b", ("no_yaml", 2)),
    ],
)
def test_what_is_no_list_or_could_grow_is_refused_with_its_line(text: str, refusal: tuple[str, int]) -> None:
    assert refused(text) == refusal


def test_what_is_written_out_is_read_back_the_same() -> None:
    questions = [question for question in load_bank() if question.problem is None]
    text = as_yaml([*questions, questions[0]])
    assert "&id" not in text
    assert [read_own(each.raw) for each in listed_questions(text)] == [*questions, questions[0]]
