"""Picking the company's own questions for a job."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories.companies import make_company
from tests.factories.jobs import make_job
from tests.factories.own_questions import KETTLE, make_own_question
from tests.web.recruiter.world import World
from viva.interviews.models import QuestionSet

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

HOME = "/dashboard/recruiter/questions/"


class TestPicking:
    GIVEN = {
        "source": "chosen",
        "interview_type": "technical",
        "difficulty": "medium",
        "total_questions": "5",
        "typed-TOTAL_FORMS": "0",
        "typed-INITIAL_FORMS": "0",
    }

    def pick(self, client: Client, world: World, *picked: str) -> Any:
        given = {**self.GIVEN, "picked": list(picked)}
        return client.post(f"/dashboard/recruiter/jobs/{world.job.pk}/questions/", given)

    def test_own_ones_are_picked_beside_the_banks(self, world: World, recruiter: Client) -> None:
        own = world.own_question.bank_id
        assert self.pick(recruiter, world, own, "recent-cache").status_code == 302
        kept = QuestionSet.objects.get(job=world.job).questions
        assert [each["bank_id"] for each in kept] == [own, "recent-cache"]
        page = recruiter.get(f"/dashboard/recruiter/jobs/{world.job.pk}/questions/")
        [(_kind, [row])] = page.context["form"].own_kinds()
        assert (row["id"], row["ticked"], row["text"]) == (own, True, KETTLE["text"])

    def test_another_companys_cannot_be_picked(self, world: World, recruiter: Client) -> None:
        foreign = make_own_question(make_company("Elsewhere"))
        assert self.pick(recruiter, world, foreign.bank_id).status_code == 400
        assert not QuestionSet.objects.exists()

    def test_an_archived_one_stays_picked_but_is_offered_to_no_other_job(
        self, world: World, recruiter: Client
    ) -> None:
        own = world.own_question.bank_id
        self.pick(recruiter, world, own)
        recruiter.post(f"{HOME}{world.own_question.pk}/archive/")
        assert self.pick(recruiter, world, own).status_code == 302
        other = make_job(world.company)
        given = {**self.GIVEN, "picked": [own]}
        assert recruiter.post(f"/dashboard/recruiter/jobs/{other.pk}/questions/", given).status_code == 400
