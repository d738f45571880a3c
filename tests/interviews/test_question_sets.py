"""What the interviews of a job ask."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.companies import make_member
from tests.factories.jobs import make_job
from tests.factories.templates import make_template
from viva.ai.bank import load_bank
from viva.audit.models import Entry
from viva.core.errors import StateForbids
from viva.interviews.models import InterviewTemplate, QuestionSet
from viva.interviews.services.question_sets import asked_of, note_use, question_set_of, set_questions
from viva.jobs.models import Job

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]

WHY = {
    "question": "Why us?",
    "type": "general",
    "difficulty": "easy",
    "expected_answer": "A reason.",
    "bank_id": "",
}
PICKED = {**WHY, "question": "as it was", "bank_id": "recent-cache"}


def chosen(job: Job, **changes: Any) -> QuestionSet:
    words = {
        "source": "generated",
        "interview_type": "technical",
        "difficulty": "hard",
        "total_questions": 7,
        "template": None,
        "questions": [],
        **changes,
    }
    return set_questions(job, words=words, by=make_member(job.company))


def test_a_job_that_nobody_decided_on_asks_five_technical_questions() -> None:
    asked = asked_of(question_set_of(make_job()))
    assert (asked.interview_type, asked.difficulty, asked.total, asked.questions) == ("technical", "medium", 5, ())


def test_generated_ones_keep_kind_difficulty_and_number() -> None:
    job = make_job()
    chosen(job, interview_type="behavioral", questions=[WHY])
    asked = asked_of(question_set_of(job))
    assert (asked.interview_type, asked.difficulty, asked.total, asked.questions) == ("behavioral", "hard", 7, ())
    assert question_set_of(job).questions == []


def test_the_difficulty_follows_the_answers_only_where_the_job_says_so_and_nobody_picked_the_questions() -> None:
    job, template = make_job(), make_template()
    assert not asked_of(question_set_of(job)).adaptive
    for source, follows in (("generated", True), ("template", False), ("chosen", False)):
        chosen(job, source=source, template=template, questions=[WHY], adaptive=True)
        assert asked_of(question_set_of(job)).adaptive is follows


def test_a_templates_are_taken_as_they_stand_and_its_use_is_counted() -> None:
    job = make_job()
    template = make_template()
    chosen(job, source="template", template=template)
    asked = asked_of(question_set_of(job))
    assert [question.text for question in asked.questions] == [each["question"] for each in template.questions]
    assert (asked.total, asked.difficulty, asked.template) == (2, template.difficulty, template)
    note_use(asked.template)
    template.refresh_from_db()
    assert template.times_used == 1


@pytest.mark.parametrize("what", ["deleted", "switched off", "empty"])
def test_a_template_that_is_gone_is_told_of(what: str) -> None:
    job, template = make_job(), make_template()
    chosen(job, source="template", template=template)
    if what == "deleted":
        template.delete()
    else:
        changes = {"is_active": False} if what == "switched off" else {"questions": []}
        InterviewTemplate.objects.filter(pk=template.pk).update(**changes)
    with pytest.raises(StateForbids):
        asked_of(question_set_of(job))


def test_picked_questions_come_whole_and_typed_ones_as_they_are() -> None:
    job = make_job()
    assert chosen(job, source="chosen", questions=[PICKED, WHY]).total_questions == 2
    picked, typed = asked_of(question_set_of(job)).questions
    assert picked == load_bank().by_id["recent-cache"]
    assert picked.problem is not None
    assert (typed.text, typed.expected_answer, typed.id) == ("Why us?", "A reason.", "")


def test_a_picked_question_that_the_bank_has_lost_is_asked_as_it_was() -> None:
    job = make_job()
    chosen(job, source="chosen", questions=[{**PICKED, "bank_id": "gone"}])
    assert asked_of(question_set_of(job)).questions[0].text == "as it was"


def test_a_change_replaces_the_set_and_is_recorded() -> None:
    job = make_job()
    chosen(job)
    chosen(job, source="chosen", questions=[WHY])
    assert QuestionSet.objects.get().source == "chosen"
    told = Entry.objects.filter(action="job.questions_changed").values_list("data", flat=True)
    assert list(told) == [{"source": "generated"}, {"source": "chosen"}]
