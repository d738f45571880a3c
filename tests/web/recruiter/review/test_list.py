"""The list of a company's interviews, an interview that is not held yet, and the reports as they are served."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.accounts import RecruiterFactory, UserFactory
from tests.factories.companies import make_company, make_member
from tests.factories.interviews import make_hiring
from tests.factories.jobs import make_job
from tests.factories.reviews import Held, make_held
from tests.web.recruiter.review.asking import LIST, as_, queries, shown, url
from viva.accounts.models import MemberRole, User
from viva.core.time import now
from viva.interviews.models import Interview
from viva.notifications.models import Mail
from viva.scheduling.services.scheduling import schedule_at
from viva.scheduling.services.times import Who

pytestmark = [pytest.mark.unit, pytest.mark.django_db]


@pytest.fixture
def held() -> Held:
    return make_held()


class TestStanding:
    def scheduled(self) -> tuple[Interview, User]:
        interview, recruiter, _candidate = make_hiring(candidate_name="Ann", candidate_email="ann@people.example")
        schedule_at(interview, starts_at=now() + timedelta(days=1), who=Who(recruiter.pk))
        interview.refresh_from_db()
        return interview, recruiter

    def test_it_shows_the_time_the_mail_and_the_link(self) -> None:
        interview, recruiter = self.scheduled()
        Mail.objects.update(status="failed", error="The server said 550.")
        page = shown(recruiter, interview)
        for words in (
            "It has not begun.",
            "The server said 550.",
            "Failed",
            f"/?session_key={interview.session_key}",
        ):
            assert words in page, words

    def test_a_reviewer_is_not_given_the_link(self) -> None:
        interview, _recruiter = self.scheduled()
        assert interview.company
        page = shown(make_member(interview.company, MemberRole.REVIEWER), interview)
        assert interview.session_key not in page

    def test_a_link_whose_secret_is_gone_is_left_out(self, settings: Any) -> None:
        interview, recruiter = self.scheduled()
        settings.VIVA_LINK_SECRET, settings.VIVA_OLD_LINK_SECRETS = "another", []
        assert "session_key" not in shown(recruiter, interview)

    @pytest.mark.parametrize("status", ["scheduled", "in_progress", "cancelled", "completed"])
    def test_every_state_has_its_page(self, status: str) -> None:
        interview, recruiter, _candidate = make_hiring()
        Interview.objects.filter(pk=interview.pk).update(status=status, completed_at=now())
        assert "Where it stands" in shown(recruiter, interview)


class TestList:
    def test_it_has_the_companies_interviews_and_no_other(self, held: Held) -> None:
        make_held()
        page = as_(held.reviewer).get(LIST).content.decode()
        assert page.count("line-clamp-2 font-semibold") == 1
        assert url(held.interview) in page

    def test_whoever_is_in_no_company_finds_nothing(self) -> None:
        for user in (UserFactory(), RecruiterFactory()):
            assert as_(user).get(LIST).status_code == 404
            assert as_(user).get(f"{LIST}export.csv").status_code == 404

    def test_it_is_narrowed_by_job_status_review_and_words(self, held: Held) -> None:
        job = make_job(held.company)
        waiting, _owner, _candidate = make_hiring()
        Interview.objects.filter(pk=waiting.pk).update(company=held.company, job=job, candidate_name="Zed")
        decided = make_held(held.company)
        as_(held.owner).post(url(decided.interview, "decision/"), {"verdict": "hold", "reason": "r"})

        def ids(query: dict[str, Any]) -> set[int]:
            page = as_(held.owner).get(LIST, query).context["page"]
            return {interview.pk for interview in page.object_list}

        every = {held.interview.pk, waiting.pk, decided.interview.pk}
        assert ids({}) == ids({"job": "x", "status": "y", "review": "z", "q": " "}) == every
        assert ids({"job": job.pk}) == ids({"status": "scheduled"}) == ids({"q": "zed"}) == {waiting.pk}
        assert ids({"review": "open"}) == {held.interview.pk}
        assert ids({"review": "decided"}) == {decided.interview.pk}
        assert ids({"job": "9" * 30, "q": "\0"}) == every
        assert ids({"q": "nobody"}) == set()

    def test_the_export_has_what_the_filters_leave(self, held: Held) -> None:
        answer = as_(held.reviewer).get(f"{LIST}export.csv", {"status": "scheduled"})
        assert len(answer.content.decode().splitlines()) == 1
        assert answer["Content-Disposition"] == 'attachment; filename="viva-interviews.csv"'

    def test_it_takes_as_many_queries_for_1_as_for_100(self, held: Held) -> None:
        client = as_(held.owner)
        counts = [queries(client, LIST)]
        for number in range(99):
            Interview.objects.create(
                user=held.owner, company=held.company, title=f"T{number}", created_at=now(), purpose="hiring"
            )
        counts += [queries(client, LIST), queries(client, f"{LIST}?page=4")]
        assert counts[0] == counts[1] == counts[2]

    def test_an_empty_list_says_what_it_will_show(self) -> None:
        page = as_(make_member(make_company())).get(LIST).content.decode()
        assert "No interviews yet" in page


class TestReports:
    @pytest.mark.parametrize("kind", ["pdf", "csv", "json"])
    def test_they_are_attachments_that_nobody_keeps(self, held: Held, kind: str) -> None:
        answer = as_(held.reviewer).get(url(held.interview, f"report.{kind}"))
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith('attachment; filename="viva-interview-')
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Content-Type-Options"] == "nosniff"

    def test_there_is_no_other_kind(self, held: Held) -> None:
        assert as_(held.owner).get(url(held.interview, "report.exe")).status_code == 404
