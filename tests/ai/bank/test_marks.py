"""What the grader gives the bank's own answers: marks that are kept, held to limits, and looked at again."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from tests.ai.bank.factory import FILE, question_data, write
from viva.ai.bank.lint import main
from viva.ai.bank.loader import DATA, load_bank
from viva.ai.bank.marks import (
    NEAREST,
    Marks,
    alike,
    digest_of,
    has_answers,
    mark,
    mark_changed,
    marks_are_fair,
    read_marks,
    write_marks,
)

pytestmark = pytest.mark.integration

QUESTION = load_bank().by_id["database-index"]
FAIR = Marks(digest=digest_of(QUESTION), expected=9.5, model=9.1, least=0.6, wrong=(2.0, 0.0))
STALE = "has changed since it was last graded: python -m viva.ai.bank.lint --grade"


def test_the_command_finds_the_built_in_bank_clean_and_loads_no_django() -> None:
    """By the rules and by the marks."""
    program = "import sys; from viva.ai.bank.lint import main; sys.exit(main([]) or 'django' in sys.modules)"

    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert (ran.returncode, ran.stdout.endswith(" files, 0 faults\n")) == (0, True), ran.stdout


def test_the_marks_are_those_of_the_grader_as_it_is() -> None:
    """Every thirtieth: where the grader has changed without a new version of its rubric, these differ."""
    kept = read_marks(DATA)
    some = [question for question in load_bank() if has_answers(question)][::30]

    for question in some:
        now, then = mark(question), kept[question.id]
        assert (now.expected, now.model, *now.wrong) == pytest.approx(
            (then.expected, then.model, *then.wrong), abs=0.05
        )
        assert now.digest == then.digest


def test_fair_marks_are_no_fault() -> None:
    assert list(marks_are_fair(QUESTION, FAIR)) == []


@pytest.mark.parametrize(
    ("marks", "field", "message"),
    [
        (None, "", STALE),
        (replace(FAIR, digest="another"), "", STALE),
        (replace(FAIR, expected=8.9), "expected_answer", "scores 8.9; at least 9 is wanted"),
        (replace(FAIR, model=8.9), "model_answer", "scores 8.9; at least 9 is wanted"),
        (replace(FAIR, least=0.4), "model_answer", "a key point is met by 40% only; at least 50% is wanted"),
        (replace(FAIR, wrong=(2.0, 3.5)), "wrong_answers.1.text", "scores 3.5; at most 3 is wanted"),
    ],
)
def test_each_unfair_mark_is_a_fault(marks: Marks | None, field: str, message: str) -> None:
    assert list(marks_are_fair(QUESTION, marks)) == [(field, message)]


def test_a_question_that_has_changed_is_graded_anew_and_no_other(tmp_path) -> None:
    other = replace(QUESTION, id="other")
    write_marks(tmp_path, {"database-index": FAIR, "other": FAIR, "gone": FAIR})
    told: list[str] = []

    mark_changed(tmp_path, [QUESTION, other], told.append)

    assert read_marks(tmp_path) == {"database-index": FAIR, "other": mark(other)}
    assert [line.partition(":")[0] for line in told] == ["other"]


def test_the_command_grades_what_it_is_given(tmp_path, capsys) -> None:
    write(tmp_path, question_data(), file=FILE)

    assert main([str(tmp_path)]) == 1
    assert STALE in capsys.readouterr().out

    main(["--grade", str(tmp_path)])

    assert STALE not in capsys.readouterr().out


def test_two_questions_that_mean_the_same_are_told_apart_from_two_that_do_not() -> None:
    texts = {
        "one": "How does an index make a query on a large table quicker?",
        "same": "In what way does an index speed up queries on a big table?",
        "other": "Tell me about a time when you had to disagree with your manager.",
    }

    found = list(alike({name: replace(QUESTION, text=text) for name, text in texts.items()}))

    assert [(one, other) for one, other, _ in found] == [("one", "same")]
    assert found[0][2] > NEAREST
