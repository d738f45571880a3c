"""Questions as a table: what a spreadsheet holds, and what it would do to it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.own_questions import KETTLE
from viva.ai.bank.own import read_own
from viva.ai.types import Question
from viva.insights.reports.cells import table
from viva.interviews.question_files import FileKind, NoQuestions, decoded, entries_of, kind_of
from viva.interviews.question_table import COLUMNS, cells_of

pytestmark = pytest.mark.unit


def raws(text: str) -> list[Any]:
    return [entry.raw for entry in entries_of(text, kind=FileKind.CSV)]


def problems(text: str) -> list[tuple[int, str]]:
    entries = entries_of(text, kind=FileKind.CSV)
    return [(entry.line, entry.problem.field) for entry in entries if entry.problem]


def refusal(text: str, kind: FileKind = FileKind.CSV) -> str:
    with pytest.raises(NoQuestions) as caught:
        entries_of(text, kind=kind)
    return caught.value.detail


def of_table(*questions: Question) -> list[Question]:
    text = decoded(table(COLUMNS, map(cells_of, questions)))
    return [read_own(raw) for raw in raws(text)]


def test_lists_within_a_cell_are_parted_by_bars() -> None:
    text = 'question,skills,hints,key_points,weights\nWhy?,"sql, REST|x",a; b|c,Steam rises | It bends,2|\n'
    assert raws(text) == [
        {
            "text": "Why?",
            "skills": ["sql", "REST", "x"],
            "hints": ["a; b", "c"],
            "key_points": [{"text": "Steam rises", "weight": "2"}, {"text": "It bends"}],
        }
    ]


def test_paraphrases_and_follow_ups_stand_in_the_order_of_their_key_points() -> None:
    text = "question\tkey points\tParaphrases\tFollow-ups\nWhy?\ta one|b two\tx; y|z\t|And then?; What else?\n"
    assert raws(text) == [
        {
            "text": "Why?",
            "key_points": [
                {"text": "a one", "paraphrases": ["x", "y"], "follow_ups": []},
                {"text": "b two", "paraphrases": ["z"], "follow_ups": ["And then?", "What else?"]},
            ],
            "follow_ups": [],
        }
    ]


def test_an_empty_cell_of_a_column_with_a_usual_value_means_that_value() -> None:
    assert raws("id,question,kind,minutes,clarification\n,Why?,,,\n") == [{"text": "Why?", "clarification": ""}]


def test_a_line_is_counted_as_the_file_counts_it() -> None:
    text = 'question,weights,key_points\n\n"One\nand more",1,a\n"Two",1|2,a\n'
    assert [entry.line for entry in entries_of(text, kind=FileKind.CSV)] == [3, 5]
    assert problems(text) == [(5, "weights")]


def test_a_row_with_too_many_cells_is_told_of_by_its_line() -> None:
    assert problems("question,kind\nWhy, oh why?,hr,x\nWhy?,hr,\n") == [(2, "")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no question"),
        ("question\n", "no question"),
        ("kind,difficulty\nhr,easy", "one of them “question”"),
        ("question,answer\nWhy?,x", "no column “answer”"),
        ("question,kind,kind\nWhy?,hr,hr", "“kind” stands twice"),
        ("question,weights\nWhy?,2", "needs the column “key_points”"),
        ("question\n\0", "no CSV"),
        ('question\n"' + "x" * 200_000 + '"', "cannot be read as CSV"),
        ("question\n" + "Why?\n" * 501, "at most 500"),
        ("question\n" + "é" * 600_000, "1 MB"),
    ],
)
def test_what_is_no_table_of_questions_says_what_to_do(text: str, told: str) -> None:
    assert told in refusal(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- &a x\n- *a", "Line 2: anchors"),
        ("a: b: c", "Line 1 is not YAML"),
        ("x", "no list"),
        ("[]", "no question"),
    ],
)
def test_what_is_no_yaml_of_questions_says_so_too(text: str, told: str) -> None:
    assert told in refusal(text, FileKind.YAML)


def test_five_hundred_are_taken() -> None:
    assert len(raws("question\n" + "Why?\n" * 500)) == 500


def test_what_is_written_out_is_read_back_the_same() -> None:
    question = read_own({**KETTLE, "wrong_answers": [], "roles": ["data_engineer"], "id": "kettle"})
    signs = {
        "text": "a|b; c\\d, and \\| too?",
        "hints": ["x|y", "zz;", "back\\"],
        "key_points": [{"id": "odd", "text": "one; two | three\\", "paraphrases": ["p|q;r\\"], "weight": 0.5}],
        "follow_ups": [{"key_point": "odd", "text": "left; or | right?"}, {"key_point": "odd", "text": "again?"}],
    }
    odd = read_own({**KETTLE, **signs, "wrong_answers": []})
    assert of_table(question, odd) == [question, odd]


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1 and more", "-1 is less", "@SUM(A1)", "＝1+1 wide"])
def test_a_text_that_a_spreadsheet_would_run_goes_out_harmless_and_comes_back_as_it_was(text: str) -> None:
    question = read_own({"text": text, "expected_answer": text, "hints": [text]})
    body = table(COLUMNS, [cells_of(question)]).decode()
    cells = body.splitlines()[1]
    assert "'" + text[:2] in cells
    assert not any(cell.startswith((",=", ",+", ",-", ",@")) for cell in cells)
    assert of_table(question) == [question]


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("q.CSV", "- text: x", "csv"),
        ("q.yml", "question,kind", "yaml"),
        ("", "- text: x", "yaml"),
        ("", "\n# mine\n- text: x", "yaml"),
        ("", "questions:\n- text: x", "yaml"),
        ("q.txt", "question,kind\nWhy?,hr", "csv"),
        ("", "question", "csv"),
    ],
)
def test_the_kind_of_file_is_told_by_its_name_or_its_beginning(name: str, text: str, kind: str) -> None:
    assert kind_of(text, name=name) == kind


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("é".encode("utf-8-sig"), "é"),
        ("é".encode("utf-16"), "é"),
        ("é".encode("cp1252"), "é"),
    ],
)
def test_files_are_read_as_spreadsheets_save_them(content: bytes, text: str) -> None:
    assert decoded(content) == text


@pytest.mark.parametrize("content", [b"x" * (1024 * 1024 + 1), b"PK\0\0", bytes([0x81])])
def test_files_that_are_too_large_or_no_text_are_refused(content: bytes) -> None:
    with pytest.raises(NoQuestions):
        decoded(content)
