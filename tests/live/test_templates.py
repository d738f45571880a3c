"""Templates: whose they are, what is made from them, and that their figures are true."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connections, transaction

from tests.factories.accounts import UserFactory
from tests.factories.companies import make_company, make_member
from tests.factories.templates import QUESTIONS, make_template, words
from viva.accounts.actors import LinkHolder, UserActor
from viva.accounts.models import MemberRole
from viva.ai.engines.base import Conclusion
from viva.ai.feedback.scores import Scores
from viva.ai.types import Evaluation
from viva.core.errors import StateForbids
from viva.core.time import now
from viva.interviews.enums import Outcome
from viva.interviews.models import Interview, InterviewTemplate
from viva.interviews.selectors import get_template_for, may_change_template, templates_for
from viva.interviews.services import complete_interview, record_response, record_unanswered
from viva.interviews.services.template_average import refresh_average
from viva.interviews.services.templates import change_template, delete_template
from viva.live.services.template_use import use_template

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]

UNSCORED = Scores(None, None, None, None)


def complete(interview: Interview, *scores: float) -> bool:
    """Answer as many questions as there are scores, and complete."""
    for question, score in zip(interview.questions.order_by("order"), scores, strict=False):
        record_response(
            interview_id=interview.pk,
            question_id=question.pk,
            outcome=Outcome.ANSWERED,
            text="An answer.",
            seconds=30,
            evaluation=Evaluation(score=score, metrics=None, engine="test"),
        )
    return complete_interview(
        interview.pk, title="t", description="", conclusion=Conclusion("f"), scores=UNSCORED, at=now()
    )


def used(template: InterviewTemplate) -> Interview:
    return use_template(template.pk, user=template.created_by, job_role="Engineer")


def figures(template: InterviewTemplate) -> tuple[int, float]:
    template.refresh_from_db()
    return template.times_used, template.average_score


class TestWhose:
    def test_everybody_reads_a_shared_one_and_nobody_changes_it(self) -> None:
        template = make_template(is_shared=True)
        for user in (UserFactory(), template.created_by):
            assert get_template_for(UserActor(user), template.pk) == template
            assert not may_change_template(UserActor(user), template)

    def test_a_shared_one_that_is_switched_off_is_gone(self) -> None:
        template = make_template(is_shared=True, is_active=False)
        assert list(templates_for(UserActor(UserFactory()))) == []
        assert list(templates_for(UserActor(template.created_by))) == [template]

    def test_ones_own_is_nobody_elses(self) -> None:
        template = make_template()
        assert may_change_template(UserActor(template.created_by), template)
        with pytest.raises(InterviewTemplate.DoesNotExist):
            get_template_for(UserActor(UserFactory()), template.pk)

    def test_one_whose_maker_is_gone_is_not_everybodys(self) -> None:
        make_template().created_by.delete()
        assert InterviewTemplate.objects.count() == 1
        assert list(templates_for(UserActor(UserFactory()))) == []

    def test_a_companys_is_read_by_its_people_and_changed_by_those_who_write(self) -> None:
        company = make_company()
        recruiter, reviewer = make_member(company), make_member(company, MemberRole.REVIEWER)
        template = make_template(recruiter, company=company)
        assert [get_template_for(UserActor(user), template.pk) for user in (recruiter, reviewer)] == [template] * 2
        assert [may_change_template(UserActor(user), template) for user in (recruiter, reviewer)] == [True, False]
        for outsider in (UserFactory(), make_member(make_company("Another"))):
            with pytest.raises(InterviewTemplate.DoesNotExist):
                get_template_for(UserActor(outsider), template.pk)

    def test_who_has_left_the_company_does_not_keep_its_template(self) -> None:
        company = make_company()
        recruiter = make_member(company)
        template = make_template(recruiter, company=company)
        recruiter.memberships.all().delete()
        with pytest.raises(InterviewTemplate.DoesNotExist):
            get_template_for(UserActor(recruiter), template.pk)

    def test_a_link_holder_has_none(self) -> None:
        make_template(is_shared=True)
        assert list(templates_for(LinkHolder(interview_id=1))) == []

    def test_a_companys_cannot_be_shared(self) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            make_template(company=make_company(), is_shared=True)


class TestUse:
    def test_the_interview_copies_title_and_questions(self) -> None:
        template = make_template()
        interview = use_template(
            template.pk, user=template.created_by, job_role="Data engineer", company_name="Acme"
        )
        assert (interview.title, interview.job_role, interview.company_name) == (
            "Databases",
            "Data engineer",
            "Acme",
        )
        assert (interview.status, interview.purpose, interview.company) == ("scheduled", "practice", None)
        assert (interview.duration_minutes, interview.total_questions) == (20, 2)
        fields = ("order", "question_text", "question_type", "difficulty", "expected_answer", "is_ai_generated")
        assert list(interview.questions.order_by("order").values_list(*fields)) == [
            (1, *QUESTIONS[0].values(), False),
            (2, *QUESTIONS[1].values(), False),
        ]

    def test_a_later_change_of_the_template_leaves_it(self) -> None:
        template = make_template()
        interview = used(template)
        change_template(template, words=words(title="New", questions=QUESTIONS[:1]))
        interview.refresh_from_db()
        assert (interview.title, interview.questions.count(), template.title) == ("Databases", 2, "New")

    def test_it_outlives_the_template(self) -> None:
        template = make_template()
        interview = used(template)
        delete_template(template)
        interview.refresh_from_db()
        assert (interview.template, interview.questions.count()) == (None, 2)

    def test_from_a_companys_template_it_is_the_companys(self) -> None:
        company = make_company()
        template = make_template(make_member(company), company=company)
        interview = used(template)
        assert (interview.company, interview.company_name, interview.purpose) == (company, company.name, "hiring")
        assert interview.mode == "real"

    def test_one_that_is_switched_off_is_not_used(self) -> None:
        template = make_template(is_active=False)
        with pytest.raises(StateForbids):
            used(template)
        assert (Interview.objects.count(), figures(template)) == (0, (0, 0.0))


class TestFigures:
    def test_each_use_counts_and_each_completion_enters_the_average(self) -> None:
        template = make_template()
        first, second, _unfinished = used(template), used(template), used(template)
        assert figures(template) == (3, 0.0)
        complete(first, 8.0, 7.0)
        assert figures(template) == (3, 75.0)
        complete(second, 5.0, 5.5)
        assert figures(template) == (3, 63.75)

    def test_completing_twice_changes_nothing(self) -> None:
        template = make_template()
        interview = used(template)
        assert [complete(interview, 8.0, 7.0), complete(interview, 1.0, 1.0)] == [True, False]
        assert figures(template) == (1, 75.0)

    def test_an_interview_in_which_nothing_was_assessed_is_no_zero(self) -> None:
        template = make_template()
        complete(used(template), 8.0, 8.0)
        silent = used(template)
        record_unanswered(silent.pk, {question.pk: Outcome.LEFT for question in silent.questions.all()})
        complete(silent)
        assert figures(template) == (2, 80.0)

    def test_an_interview_of_another_template_is_another_matter(self) -> None:
        one, other = make_template(), make_template()
        complete(used(one), 8.0, 8.0)
        assert figures(other) == (0, 0.0)

    def test_after_a_completed_interview_is_erased_it_can_be_worked_out_anew(self) -> None:
        template = make_template()
        interview = used(template)
        complete(interview, 8.0, 8.0)
        interview.delete()
        refresh_average(template.pk)
        assert figures(template) == (1, 0.0)


@pytest.mark.django_db(transaction=True)
def test_figures_are_right_when_many_use_and_complete_at_once() -> None:
    template = make_template()
    interviews = [used(template) for _ in range(8)]

    def work(number: int) -> None:
        try:
            complete(interviews[number], float(number), float(number))
            used(template)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=8) as threads:
        list(threads.map(work, range(8)))
    assert figures(template) == (16, 35.0)
