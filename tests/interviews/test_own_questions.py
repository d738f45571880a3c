"""A company's own questions: who sees them, what may be done with them, and what interviews make of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.accounts import UserFactory
from tests.factories.companies import make_company, make_member
from tests.factories.jobs import make_job
from tests.factories.own_questions import KETTLE, make_own_question
from viva.accounts.actors import LinkHolder, UserActor
from viva.accounts.models import Company, MemberRole, User
from viva.ai.bank.own import read_own
from viva.ai.codec import from_json
from viva.ai.types import Question
from viva.audit.models import Entry as Recorded
from viva.core.errors import StateForbids
from viva.interviews.models import OwnQuestion
from viva.interviews.own_questions import (
    get_own_question_for,
    jobs_that_ask,
    narrowed,
    own_bank,
    own_questions_for,
    skills_of,
)
from viva.interviews.services import own_questions as services
from viva.interviews.services.creation import create_interview
from viva.interviews.services.own_questions import (
    archive_own_question,
    change_own_question,
    create_own_question,
    restore_own_question,
)
from viva.interviews.services.question_sets import asked_of, question_set_of, set_questions
from viva.jobs.models import Job

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]


def pick(job: Job, *bank_ids: str) -> tuple[Question, ...]:
    """What the job's interviews ask once these have been picked for it."""
    entry = {"question": "as it was", "type": "technical", "difficulty": "easy", "expected_answer": "x"}
    words: Any = {
        "source": "chosen",
        "interview_type": "technical",
        "difficulty": "medium",
        "total_questions": 5,
        "template": None,
        "questions": [{**entry, "bank_id": bank_id} for bank_id in bank_ids],
    }
    set_questions(job, words=words, by=make_member(job.company))
    return asked_of(question_set_of(job)).questions


def changed(standing: OwnQuestion, **changes: Any) -> None:
    question = read_own({**KETTLE, **changes})
    change_own_question(standing, question=question, by=make_member(standing.company))


@pytest.mark.parametrize("role", list(MemberRole))
def test_every_member_of_the_company_sees_it(role: MemberRole) -> None:
    question = make_own_question()
    assert get_own_question_for(UserActor(make_member(question.company, role)), question.pk) == question


def test_nobody_else_does() -> None:
    question = make_own_question()
    outsiders: list[User] = [make_member(make_company("Elsewhere"), MemberRole.OWNER), UserFactory()]
    for actor in (*map(UserActor, outsiders), LinkHolder(1)):
        assert not own_questions_for(actor).exists()
        with pytest.raises(OwnQuestion.DoesNotExist):
            get_own_question_for(actor, question.pk)


def test_everything_written_is_kept_and_given_to_the_engine() -> None:
    made = make_own_question()
    assert made.slug == "electric-kettle-notice-water-boils"
    assert made.as_question(with_bank_id=False) == read_own({**KETTLE, "id": made.slug})
    assert made.as_question().id == made.bank_id == f"c{made.company_id}/{made.slug}"


def test_two_of_the_same_text_have_two_ids() -> None:
    company = make_company()
    slugs = {make_own_question(company).slug for _ in range(3)}
    assert len(slugs) == 3


def test_a_change_keeps_the_id_and_is_recorded() -> None:
    question = make_own_question()
    changed(question, text="Something else entirely?", minutes=9)
    question.refresh_from_db()
    assert (question.slug, question.text, question.minutes) == (
        "electric-kettle-notice-water-boils",
        "Something else entirely?",
        9,
    )
    told = Recorded.objects.filter(subject="own_question", subject_id=question.pk)
    assert list(told.values_list("action", "data")) == [("own_question.created", {}), ("own_question.changed", {})]


def test_archiving_takes_it_out_of_the_choice_and_restoring_brings_it_back() -> None:
    question = make_own_question()
    by = make_member(question.company)
    for _ in range(2):
        archive_own_question(question, by=by)
    assert own_bank(question.company) == ()
    restore_own_question(question, by=by)
    assert [each.id for each in own_bank(question.company)] == [question.bank_id]
    actions = Recorded.objects.filter(subject="own_question").values_list("action", flat=True)
    assert list(actions)[1:] == ["own_question.archived", "own_question.restored"]


def test_a_company_has_at_most_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_OWN", 1)
    question = make_own_question()
    with pytest.raises(StateForbids):
        create_own_question(question.company, question=read_own(KETTLE), by=make_member(question.company))


def test_a_list_is_narrowed_by_kind_difficulty_skill_and_words() -> None:
    company = make_company()
    make_own_question(company)
    make_own_question(company, text="Why us, of all places?", kind="hr", difficulty="easy", skills=["kett"])
    every = OwnQuestion.objects.filter(company=company)

    def count(**wish: str) -> int:
        return narrowed(every, **wish).count()

    assert (count(), count(kind="hr"), count(difficulty="medium"), count(kind="hr", difficulty="hard")) == (
        2,
        1,
        1,
        0,
    )
    assert (count(skill="kett"), count(skill="kettles"), count(skill="kettle")) == (1, 1, 0)
    assert (count(text="WATER electric"), count(text="physics"), count(text="%"), count(text="a\0ll")) == (
        1,
        1,
        0,
        1,
    )
    assert skills_of(every) == ["kett", "kettles", "physics"]


class TestInSets:
    def test_one_that_was_picked_is_asked_whole_and_as_it_stands_then(self) -> None:
        job = make_job()
        question = make_own_question(job.company)
        assert pick(job, question.bank_id) == (question.as_question(),)
        changed(question, text="How is it done today?")
        [asked] = asked_of(question_set_of(job)).questions
        assert (asked.text, len(asked.key_points), asked.id) == ("How is it done today?", 2, question.bank_id)
        assert jobs_that_ask(question) == [job.title]

    def test_one_that_was_archived_since_is_still_asked(self) -> None:
        job = make_job()
        question = make_own_question(job.company)
        archive_own_question(question, by=make_member(job.company))
        assert pick(job, question.bank_id) == (question.as_question(),)

    def test_another_companys_is_never_asked_whatever_the_set_says(self) -> None:
        foreign = make_own_question(make_company("Elsewhere"))
        [asked] = pick(make_job(), foreign.bank_id)
        assert (asked.text, asked.key_points) == ("as it was", ())

    def test_an_interview_that_stands_keeps_the_question_as_it_was(self) -> None:
        job = make_job()
        question = make_own_question(job.company)
        before = question.as_question()
        interview = create_interview(
            make_member(job.company),
            title="Kettles",
            interview_type="technical",
            difficulty="medium",
            mode="real",  # type: ignore[arg-type]
            job_role="Engineer",
            duration_minutes=30,
            coding_language="python",
            questions=pick(job, question.bank_id),
        )
        changed(question, text="Something else?", key_points=[], follow_ups=[], expected_answer="Nothing of it.")
        archive_own_question(question, by=make_member(job.company))
        row = interview.questions.get()
        assert from_json(Question, row.spec) == before
        assert (row.question_text, row.bank_id, row.evaluation_criteria) == (
            before.text,
            question.bank_id,
            [point.text for point in before.key_points],
        )


def test_the_bank_of_a_company_costs_one_query_however_many_there_are(django_assert_num_queries: Any) -> None:
    company: Company = make_company()
    for _ in range(3):
        make_own_question(company)
    make_own_question(make_company("Elsewhere"))
    with django_assert_num_queries(1):
        assert len(own_bank(company)) == 3
    with django_assert_num_queries(0):
        assert own_bank(None) == ()
