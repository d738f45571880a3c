"""Jobs and applications: who sees them, and which moves they allow."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from tests.factories.accounts import UserFactory
from tests.factories.companies import make_company, make_member
from tests.factories.jobs import make_application, make_job
from viva.accounts.actors import LinkHolder, UserActor
from viva.accounts.models import MemberRole, User
from viva.core.errors import StateForbids
from viva.jobs.models import Application, Job, Stage
from viva.jobs.selectors import applications_for, get_application_for, get_job_for, jobs_for, may_change_job
from viva.jobs.services import add_applicant, apply_for, delete_job, move_application, withdraw

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]


def sees(user: User, job: Job) -> bool:
    return jobs_for(UserActor(user)).filter(pk=job.pk).exists()


class TestWhose:
    def test_a_candidate_sees_open_jobs_and_those_applied_to(self) -> None:
        job, closed, other = make_job(), make_job(), make_job(status="closed")
        candidate = make_application(closed).candidate
        Job.objects.filter(pk=closed.pk).update(status="closed")
        assert [sees(candidate, each) for each in (job, closed, other)] == [True, True, False]

    def test_a_recruiter_sees_the_jobs_of_their_companies_only(self) -> None:
        job, other = make_job(status="closed"), make_job()
        recruiter = make_member(job.company)
        assert [sees(recruiter, each) for each in (job, other)] == [True, False]
        with pytest.raises(Job.DoesNotExist):
            get_job_for(UserActor(recruiter), other.pk)

    def test_owners_and_recruiters_change_a_job_and_reviewers_do_not(self) -> None:
        job = make_job()
        roles = [MemberRole.OWNER, MemberRole.RECRUITER, MemberRole.REVIEWER]
        people = [make_member(job.company, role) for role in roles]
        assert [may_change_job(UserActor(each), job) for each in people] == [True, True, False]

    def test_an_application_is_seen_by_who_applied_and_by_the_company(self) -> None:
        application = make_application()
        member = make_member(application.job.company)
        for user in (application.candidate, member):
            assert get_application_for(UserActor(user), application.pk) == application
        for outsider in (UserFactory(), make_member(make_company())):
            with pytest.raises(Application.DoesNotExist):
                get_application_for(UserActor(outsider), application.pk)

    def test_an_address_alone_gives_nobody_an_application(self) -> None:
        application = add_applicant(make_job(), name="Ann", email="ann@x.org", note="")
        assert not applications_for(UserActor(UserFactory(email="ann@x.org"))).exists()
        assert application.candidate is None

    def test_a_link_holder_sees_neither(self) -> None:
        make_application()
        assert list(jobs_for(LinkHolder(1))) == list(applications_for(LinkHolder(1))) == []


class TestApplying:
    def test_it_is_under_the_accounts_name_and_address(self) -> None:
        candidate = UserFactory()
        application = make_application(candidate=candidate)
        assert (application.name, application.email) == (candidate.name, candidate.email)
        assert (application.stage, application.candidate) == ("applied", candidate)

    def test_a_closed_job_takes_none(self) -> None:
        with pytest.raises(StateForbids):
            make_application(make_job(status="closed"))
        assert Application.objects.count() == 0

    def test_an_address_applies_once_in_whatever_case(self) -> None:
        application = make_application()
        with pytest.raises(StateForbids):
            add_applicant(application.job, name="X", email=application.email.upper(), note="")
        assert Application.objects.count() == 1


class TestMoving:
    def test_the_company_moves_it(self) -> None:
        assert move_application(make_application(), stage=Stage.INVITED).stage == "invited"

    def test_withdrawing_is_the_candidates_and_final(self) -> None:
        application = make_application()
        with pytest.raises(StateForbids):
            move_application(application, stage=Stage.WITHDRAWN)
        withdraw(application)
        assert withdraw(application).stage == "withdrawn"
        with pytest.raises(StateForbids):
            move_application(application, stage=Stage.HIRED)
        application.refresh_from_db()
        assert application.stage == "withdrawn"

    @pytest.mark.parametrize("stage", [Stage.HIRED, Stage.REJECTED])
    def test_what_is_decided_is_not_withdrawn(self, stage: Stage) -> None:
        application = make_application()
        move_application(application, stage=stage)
        with pytest.raises(StateForbids):
            withdraw(application)


def test_a_job_that_somebody_applied_to_is_not_deleted() -> None:
    application = make_application()
    with pytest.raises(StateForbids):
        delete_job(application.job)
    application.delete()
    delete_job(application.job)
    assert Job.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_the_same_address_applies_once_whatever_the_concurrency() -> None:
    job, candidate = make_job(), UserFactory()

    def attempt(_: int) -> bool:
        try:
            apply_for(job, candidate=candidate, note="")
        except StateForbids:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(max_workers=6) as threads:
        passed = list(threads.map(attempt, range(6)))
    assert (sum(passed), Application.objects.count()) == (1, 1)
