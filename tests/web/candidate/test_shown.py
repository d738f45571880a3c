"""A result in the words of the result page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.template.loader import render_to_string

from viva.ai.types import CodeFinding, CodeJudgement, Criterion
from viva.insights.result import CodeShown, QuestionResult
from viva.interviews.models import Interview
from viva.web.candidate.shown import question_shown
from viva.web.room.views import completed_message
from viva.web.templatetags.ui_charts import bar

pytestmark = pytest.mark.unit

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def judged(*, hidden: bool) -> dict[str, Any]:
    return {
        "verdict": "AC",
        "cpu_ms": 1.0,
        "memory_kb": 10,
        "hidden": hidden,
        "args": [1],
        "expected": 1,
        "value": 1,
    }


def result(**fields: Any) -> QuestionResult:
    known: dict[str, Any] = {
        "number": 1,
        "title": "",
        "text": "Why?",
        "kind": "Technical",
        "status": "answered",
        "score": 5.0,
        "needs_review": False,
        "hints_used": 0,
        "feedback": "",
        "answers": [],
        "missing": [],
        "model_answer": "",
    }
    return QuestionResult(**{**known, **fields})


def test_sample_and_hidden_tests_are_counted_apart_as_in_the_room() -> None:
    tests = [judged(hidden=False), judged(hidden=False), judged(hidden=True), judged(hidden=True)]
    shown = question_shown(result(code=CodeShown("", "python", "AC", 4, 4, tests)))
    names = [test["name"] for test in shown["code"]["tests"]]
    assert names == ["Sample 1", "Sample 2", "Hidden test 1", "Hidden test 2"]
    assert shown["code"]["any_hidden"]


@pytest.mark.parametrize(
    ("difficulty", "planned", "badge"),
    [
        ("hard", "medium", "Harder than planned"),
        ("easy", "medium", "Easier than planned"),
        ("medium", "", None),
        ("medium", "medium", None),
    ],
)
def test_a_question_shows_its_difficulty_and_whether_it_was_exchanged(difficulty, planned, badge) -> None:
    shown = question_shown(result(difficulty=difficulty, planned_difficulty=planned))
    html = render_to_string("partials/result_question.html", {"question": shown})
    assert f"· {difficulty.capitalize()}" in html
    badges = ("Harder than planned", "Easier than planned")
    assert [words for words in badges if words in html] == ([badge] if badge else [])


def code_html(judgement: CodeJudgement | None, *, remark: str = "") -> str:
    code = CodeShown("pass", "python", "AC", 4, 4, [], remark=remark, judgement=judgement)
    return render_to_string("partials/result_question.html", {"question": question_shown(result(code=code))})


def test_the_parts_of_a_code_answers_score_are_shown_in_percent_and_in_plain_words() -> None:
    findings = (CodeFinding(3, "nested five deep <b>"),)
    html = code_html(CodeJudgement(1.0, 0.4, None, 0.725, "about n² where n log n was possible", findings))
    shown = [part in html for part in ("Complexity</dt>", "40 %", "73 %", "about n² where n log n was possible")]
    assert shown == [True] * 4
    assert "Line 3: nested five deep &lt;b&gt;" in html
    assert "Explanation" not in html  # nothing was said


def test_without_its_parts_a_code_answer_shows_what_was_remarked() -> None:
    assert "about n²" in code_html(None, remark="about n²")
    assert "about n²" in code_html(CodeJudgement(1.0), remark="about n²")  # measured too late for the score


def test_a_question_that_was_not_reached_does_not_blame_the_clock() -> None:
    shown = question_shown(result(status="not_reached", score=None))
    html = render_to_string("partials/result_question.html", {"question": shown})
    assert "This one was not reached. It does not count." in html
    assert "time was up" not in html


@pytest.mark.parametrize(("score", "shown"), [(72.5, 73), (73.5, 74), (0.4, 0), (99.5, 100)])
def test_a_score_is_the_same_whole_number_wherever_it_stands(score: float, shown: int) -> None:
    day = Interview(pk=1, title="T", status="completed", overall_score=score, completed_at=NOW, created_at=NOW)
    card = render_to_string("partials/interview_card.html", {"interview": day})
    assert f"({shown}/100)" in card
    assert f"{shown} out of 100" in card
    row = render_to_string("partials/interview_row.html", {"interview": day})
    assert f"<strong>{shown}</strong>" in row
    assert completed_message(day) == f"Interview completed! Overall score: {shown}/100"
    assert bar("Overall", score)["score"] == shown


@pytest.mark.parametrize("page", ["partials/result_question.html", "recruiter/review/evidence.html"])
def test_each_criterion_is_shown_with_its_words_and_what_is_missing(page: str) -> None:
    criteria = [
        Criterion("situation", "The situation", 1.0, "Last <b>year</b> it broke."),
        Criterion("task", "The task", 0.6, None, "Say what was yours."),
        Criterion("result", "The result", 0.1, None, "Say how it ended."),
    ]
    html = render_to_string(page, {"question": question_shown(result(criteria=criteria))})
    plain = " ".join(html.split())

    assert 'The situation <span class="text-muted">(shown)</span>' in plain
    assert 'The task <span class="text-muted">(partly shown)</span>' in plain
    assert 'The result <span class="text-muted">(not shown)</span>' in plain
    assert "Last &lt;b&gt;year&lt;/b&gt; it broke." in plain
    assert "Say what was yours." in plain
    assert "Say how it ended." in plain


def test_an_answer_without_a_rubric_has_no_such_part() -> None:
    assert "Criterion by criterion" not in render_to_string(
        "partials/result_question.html", {"question": question_shown(result())}
    )
