"""The review page: what it shows to whom, what its forms change, and that outsiders find nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from tests.factories.accounts import UserFactory
from tests.factories.companies import make_company, make_member
from tests.factories.interviews import make_hiring
from tests.factories.jobs import make_job
from tests.factories.reviews import FEEDBACK, QUOTE, Held, make_held
from tests.web.recruiter.review.asking import LIST, as_, queries, shown, url
from tests.web.signing_in import asks_to_sign_in
from viva.accounts.models import MemberRole
from viva.core.time import now
from viva.interviews.models import Comment, Consent, Decision, Interview, PersonRequest, ScoreOverride
from viva.live.models import CodeSubmission

pytestmark = [pytest.mark.unit, pytest.mark.django_db]


@pytest.fixture
def held() -> Held:
    return make_held()


def forms(held: Held) -> dict[str, dict[str, str]]:
    """Every form of the page, filled in well."""
    asked = PersonRequest.objects.create(interview=held.interview, created_at=now())
    return {
        f"responses/{held.response().pk}/override/": {"score": "3.5", "reason": "Read aloud."},
        "comments/": {"text": "A word."},
        "decision/": {"verdict": "advance", "reason": "Clear."},
        f"requests/{asked.pk}/answered/": {},
        "release/": {},
    }


def state(interview: Interview) -> tuple[Any, ...]:
    interview.refresh_from_db()
    kept = (ScoreOverride, Comment, Decision)
    return (
        *(model.objects.count() for model in kept),
        PersonRequest.objects.filter(handled_at__isnull=False).count(),
        interview.released_at is not None,
    )


class TestPage:
    def test_it_shows_the_scorecard_with_evidence_and_versions(self, held: Held) -> None:
        page = shown(held.reviewer, held.interview)
        for words in (
            "The scores speak for advancing (provisional)",
            "1 needs review",
            "1 not assessed",
            "1 not reached",
            f'<q class="mt-0.5 block text-muted" dir="auto">{QUOTE}</q>',
            "Costs space",
            FEEDBACK,
            "unreadable",
            "scripted, model-1, prompt prompt-2, rubric rubric-3",
            "None is stored",
            "2 of 3 tests passed",
            "The scores speak for advancing from 65 of 100 on; within 10 below it, look closer.",
        ):
            assert words in page, words
        assert "never said" not in page
        assert "16002" not in page

    def test_it_compares_per_difficulty_where_more_than_one_was_asked(self, held: Held) -> None:
        held.interview.questions.update(difficulty="medium")
        assert "Score per difficulty" not in shown(held.reviewer, held.interview)
        held.interview.questions.filter(order=1).update(difficulty="hard", planned_difficulty="medium")
        page = shown(held.reviewer, held.interview)
        assert ("Score per difficulty" in page, "Harder than planned" in page) == (True, True)
        assert "compare per difficulty" not in page
        Interview.objects.filter(pk=held.interview.pk).update(adaptive=True)
        assert "compare per difficulty" in shown(held.reviewer, held.interview)

    def test_it_shows_the_consent_and_the_request_for_a_person(self, held: Held) -> None:
        Consent.objects.create(
            interview=held.interview, version="2026-01", ai_evaluation=True, retention_days=9, given_at=now()
        )
        PersonRequest.objects.create(interview=held.interview, note="<b>A person</b>, please", created_at=now())
        page = shown(held.reviewer, held.interview)
        assert "to version 2026-01" in page
        assert escape("<b>A person</b>, please") in page

    def test_it_shows_tries_with_their_input_and_what_was_stopped(self, held: Held) -> None:
        question = held.interview.questions.get(order=4)
        common = {"session": held.interview.session, "question": question, "source": "<b>", "created_at": now()}
        CodeSubmission.objects.create(**common, number=501, mode="try", given=["<i>", 7], verdict="OK")
        CodeSubmission.objects.create(**common, number=502, mode="submit", verdict="STOPPED")
        CodeSubmission.objects.create(**common, number=503, mode="submit", verdict="AC", remark="about n²")

        page = shown(held.reviewer, held.interview)

        for words in ("Own input", "Ran to its end", "&quot;&lt;i&gt;&quot;\n7", "Stopped", "about n²"):
            assert words in page
        assert "<i>" not in page

    def test_what_candidates_and_members_write_stands_as_text(self) -> None:
        held = make_held(candidate_name="<script>alert(1)</script>")
        as_(held.owner).post(url(held.interview, "comments/"), {"text": "<img src=x onerror=alert(2)>"})
        page = shown(held.owner, held.interview)
        assert "<script>alert" not in page
        assert "<img src=x" not in page

    def test_previous_and_next_are_the_completed_ones_of_the_same_job(self) -> None:
        job = make_job()
        first, second, third = (make_held(job.company, job=job) for _ in range(3))
        make_held(job.company)
        for hours, each in enumerate((first, second, third)):
            at = now() + timedelta(hours=hours)
            Interview.objects.filter(pk=each.interview.pk).update(completed_at=at)
        page = shown(second.owner, second.interview)
        assert f'data-key="k" href="{url(first.interview)}"' in page
        assert f'data-key="j" href="{url(third.interview)}"' in page
        assert "data-review-keys" not in shown(first.owner, make_held(job.company).interview)

    def test_it_takes_as_many_queries_for_much_as_for_little(self, held: Held) -> None:
        client = as_(held.owner)
        client.post(url(held.interview, "decision/"), {"verdict": "hold", "reason": "r"})
        client.post(url(held.interview, "comments/"), {"text": "t"})
        client.post(url(held.interview, f"responses/{held.response().pk}/override/"), {"score": 1, "reason": "r"})
        few = queries(client, url(held.interview))
        for number in range(8):
            other = as_(make_member(held.company))
            other.post(url(held.interview, "decision/"), {"verdict": "advance", "reason": f"r{number}"})
            other.post(url(held.interview, "comments/"), {"text": "t"})
            response = held.response(4).pk
            other.post(url(held.interview, f"responses/{response}/override/"), {"score": 1, "reason": "r"})
        assert queries(client, url(held.interview)) == few


class TestForms:
    def test_owners_and_recruiters_may_do_everything(self, held: Held) -> None:
        recruiter = make_member(held.company, MemberRole.RECRUITER)
        for part, words in forms(held).items():
            answer = as_(recruiter).post(url(held.interview, part), words)
            assert answer.status_code == 303, part
            assert answer["Location"].startswith(url(held.interview)), part
        assert state(held.interview) == (1, 1, 1, 1, True)

    def test_a_reviewer_judges_and_does_not_release(self, held: Held) -> None:
        statuses = {
            part.split("/")[0]: as_(held.reviewer).post(url(held.interview, part), words).status_code
            for part, words in forms(held).items()
        }
        assert statuses == {"responses": 303, "comments": 303, "decision": 303, "requests": 303, "release": 403}
        assert state(held.interview) == (1, 1, 1, 1, False)
        assert "Release to the candidate" not in shown(held.reviewer, held.interview)
        assert "Release to the candidate" in shown(held.owner, held.interview)

    @pytest.mark.parametrize("who", ["candidate", "stranger", "other recruiter"])
    def test_outsiders_find_nothing_and_change_nothing(self, held: Held, who: str) -> None:
        user = {
            "candidate": held.candidate,
            "stranger": UserFactory(),
            "other recruiter": make_member(make_company("Other")),
        }[who]
        client, before = as_(user), state(held.interview)
        paths = [url(held.interview, part) for part in ("", "report.pdf", "report.csv", "report.json")]
        assert {client.get(path).status_code for path in paths} == {404}
        assert {
            client.post(url(held.interview, part), words).status_code for part, words in forms(held).items()
        } == {404}
        assert state(held.interview) == before

    def test_nobody_is_sent_to_the_sign_in(self, held: Held) -> None:
        for path in (LIST, f"{LIST}export.csv", url(held.interview), url(held.interview, "report.pdf")):
            assert asks_to_sign_in(Client().get(path)), path
        for part, words in forms(held).items():
            assert asks_to_sign_in(Client().post(url(held.interview, part), words)), part
        assert state(held.interview) == (0, 0, 0, 0, False)

    def test_a_member_does_not_judge_the_interview_they_sat(self, held: Held) -> None:
        held.company.memberships.create(user=held.candidate, role=MemberRole.OWNER)
        assert as_(held.candidate).get(url(held.interview)).status_code == 404
        Interview.objects.filter(pk=held.interview.pk).update(candidate=None)
        assert as_(held.candidate).get(url(held.interview)).status_code == 404
        Interview.objects.filter(pk=held.interview.pk).update(candidate_email="")
        assert as_(held.candidate).get(url(held.interview)).status_code == 200

    def test_parts_of_another_interview_are_not_reached_through_this_one(self, held: Held) -> None:
        other = make_held()
        asked = PersonRequest.objects.create(interview=other.interview, created_at=now())
        score = {"score": "1", "reason": "r"}
        parts = {f"responses/{other.response().pk}/override/": score, f"requests/{asked.pk}/answered/": {}}
        for part, words in parts.items():
            assert as_(held.owner).post(url(held.interview, part), words).status_code == 404
        assert state(other.interview) == (0, 0, 0, 0, False)

    @pytest.mark.parametrize("score", ["", "11", "-1", "nan", "inf", "1e999", "x", "7,5,5"])
    def test_a_score_that_is_none_is_refused_in_its_place(self, held: Held, score: str) -> None:
        part = f"responses/{held.response().pk}/override/"
        answer = as_(held.owner).post(url(held.interview, part), {"score": score, "reason": "kept-words"})
        page = answer.content.decode()
        assert (answer.status_code, state(held.interview)[0]) == (200, 0)
        assert page.count("kept-words") == 1
        assert f'id="override-{held.response().pk}-score_error"' in page

    @pytest.mark.parametrize(
        ("part", "words"),
        [
            ("comments/", {"text": " "}),
            ("comments/", {"text": "x" * 4_001}),
            ("decision/", {"verdict": "hire", "reason": "r"}),
            ("decision/", {"verdict": "advance", "reason": ""}),
            ("decision/", {}),
            ("comments/", {"text": "nul\0"}),
        ],
    )
    def test_words_that_are_missing_or_too_many_are_refused(
        self, held: Held, part: str, words: dict[str, str]
    ) -> None:
        answer = as_(held.owner).post(url(held.interview, part), words)
        assert (answer.status_code, state(held.interview)) == (200, (0, 0, 0, 0, False))
        assert "Error:" in answer.content.decode()

    def test_before_completion_there_is_nothing_to_decide_release_or_take_out(self) -> None:
        interview, recruiter, _candidate = make_hiring()
        client = as_(recruiter)
        client.post(url(interview, "decision/"), {"verdict": "hold", "reason": "r"})
        client.post(url(interview, "release/"))
        answers = [client.get(url(interview, f"report.{kind}")) for kind in ("pdf", "csv", "json")]
        assert [answer["Location"] for answer in answers] == [url(interview)] * 3
        assert state(interview) == (0, 0, 0, 0, False)

    def test_forms_are_not_followed_by_links(self, held: Held) -> None:
        assert {as_(held.owner).get(url(held.interview, part)).status_code for part in forms(held)} == {405}
