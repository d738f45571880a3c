"""The company's own questions, through their pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.companies import make_company, make_member
from tests.factories.own_questions import KETTLE, make_own_question
from tests.web.recruiter.world import World
from viva.accounts.models import MemberRole
from viva.interviews.models import OwnQuestion, QuestionSet
from viva.interviews.services import own_questions as services

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

HOME = "/dashboard/recruiter/questions/"
GIVEN = {
    "text": "Why do toasters pop?",
    "kind": "technical",
    "difficulty": "easy",
    "minutes": "4",
    "skills": "Toasters, physics",
    "roles": ["data_engineer"],
    "expected_answer": "A spring is let go.",
    "clarification": "",
    "hints": "What holds it down?\n\nWhat moves?",
    "model_answer": "",
    "point-TOTAL_FORMS": "3",
    "point-INITIAL_FORMS": "0",
    "point-0-text": "A spring lifts it",
    "point-0-weight": "2.5",
    "point-0-paraphrases": "it is pushed up\nsomething springs",
    "point-0-follow_ups": "What happens inside?",
    "point-1-text": "",
    "point-2-text": "A catch holds it until then",
}


def edit(question: OwnQuestion) -> str:
    return f"{HOME}{question.pk}/edit/"


def form_of(client: Client, path: str) -> dict[str, Any]:
    """What a browser would send of this page's form as it stands."""
    writing = client.get(path).context["writing"]
    sent = {name: writing.form[name].value() or [] for name in writing.form.fields}
    sent |= {
        f"point-{name}": writing.points.management_form[name].value() for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    for row in writing.points:
        sent |= {row[name].html_name: row[name].value() or "" for name in row.fields}
    return sent


class TestForm:
    def test_a_question_is_written_with_its_key_points(self, world: World, recruiter: Client) -> None:
        response = recruiter.post(f"{HOME}new/", GIVEN)
        made = OwnQuestion.objects.get(slug="toasters-pop")
        assert response["Location"] == f"{HOME}{made.pk}/"
        assert (made.company, made.created_by, made.minutes) == (world.company, world.recruiter, 4)
        assert (made.skills, made.roles, made.hints) == (
            ["toasters", "physics"],
            ["data_engineer"],
            ["What holds it down?", "What moves?"],
        )
        assert made.key_points == [
            {
                "id": "spring-lifts",
                "text": "A spring lifts it",
                "weight": 2.5,
                "paraphrases": ["it is pushed up", "something springs"],
            },
            {"id": "catch-holds", "text": "A catch holds it until then", "weight": 1.0, "paraphrases": []},
        ]
        assert made.follow_ups == [{"key_point": "spring-lifts", "text": "What happens inside?"}]

    def test_saving_the_form_as_it_stands_changes_nothing(self, world: World, recruiter: Client) -> None:
        path, before = edit(world.own_question), world.own_question.as_question()
        assert recruiter.post(path, form_of(recruiter, path)).status_code == 302
        assert OwnQuestion.objects.get(pk=world.own_question.pk).as_question() == before

    def test_an_emptied_row_is_taken_away(self, world: World, recruiter: Client) -> None:
        path = edit(world.own_question)
        emptied = {"point-0-text": "", "point-0-paraphrases": "", "point-0-follow_ups": ""}
        assert recruiter.post(path, {**form_of(recruiter, path), **emptied}).status_code == 302
        world.own_question.refresh_from_db()
        assert [each["id"] for each in world.own_question.key_points] == ["circuit"]
        assert world.own_question.follow_ups == []

    @pytest.mark.parametrize(
        ("changes", "where"),
        [
            ({"text": ""}, "text"),
            ({"text": "\0"}, "text"),
            ({"kind": "coding"}, "kind"),
            ({"roles": ["astronaut"]}, "roles"),
            ({"minutes": "61"}, "minutes"),
            ({"skills": "!"}, "skills"),
            ({"hints": "x"}, "hints"),
            ({"expected_answer": "", "point-0-text": "", "point-0-paraphrases": "", "point-0-follow_ups": "",
              "point-2-text": ""}, "expected_answer"),
            ({"hints": "one\n" * 2 + "two\nfour\nfive\nsix 6\nseven\neight"}, "hints"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_used_is_refused_at_its_field(
        self, world: World, recruiter: Client, changes: dict[str, Any], where: str
    ) -> None:
        response = recruiter.post(f"{HOME}new/", {**GIVEN, **changes})
        assert (response.status_code, list(response.context["form"].errors)) == (400, [where])
        assert OwnQuestion.objects.count() == 1

    @pytest.mark.parametrize(
        ("changes", "row", "where"),
        [
            ({"point-1-follow_ups": "Lost?"}, 1, "text"),
            ({"point-0-weight": "0"}, 0, "weight"),
            ({"point-0-weight": "nan"}, 0, "weight"),
            ({"point-2-text": "x"}, 2, "text"),
            ({"point-2-paraphrases": "y"}, 2, "paraphrases"),
            ({"point-2-follow_ups": "And then?\ny"}, 2, "follow_ups"),
            ({"point-0-id": "Not a slug!"}, 0, "id"),
        ],
    )
    def test_a_mistake_in_a_key_point_stands_at_its_row(
        self, world: World, recruiter: Client, changes: dict[str, Any], row: int, where: str
    ) -> None:
        response = recruiter.post(f"{HOME}new/", {**GIVEN, **changes})
        rows = response.context["writing"].points.forms
        assert response.status_code == 400
        assert [list(each.errors) for each in rows] == [[where] if place == row else [] for place in range(3)]

    @pytest.mark.parametrize("total", ["x", "", "100000"])
    def test_a_form_of_somebody_elses_making_is_no_server_error(
        self, world: World, recruiter: Client, total: str
    ) -> None:
        for extra in ({}, {"more": "1"}, {"check": "1"}):
            response = recruiter.post(f"{HOME}new/", {**GIVEN, "point-TOTAL_FORMS": total, **extra})
            assert response.status_code in (200, 400)
        assert OwnQuestion.objects.count() == 1

    def test_more_rows_come_without_script_and_keep_what_was_typed(self, world: World, recruiter: Client) -> None:
        response = recruiter.post(f"{HOME}new/", {**GIVEN, "text": "", "more": "1"})
        rows = response.context["writing"].points.forms
        assert [row["text"].value() or "" for row in rows] == [
            GIVEN["point-0-text"],
            GIVEN["point-2-text"],
            "",
            "",
            "",
        ]
        assert (response.status_code, response.context["form"].errors) == (200, {})
        assert response.context["form"]["hints"].value() == GIVEN["hints"]

    def test_advice_stands_at_its_field_and_hinders_nothing(self, world: World, recruiter: Client) -> None:
        response = recruiter.post(f"{HOME}new/", {**GIVEN, "check": "1"})
        writing = response.context["writing"]
        assert (response.status_code, OwnQuestion.objects.count()) == (200, 1)
        assert writing.form.advice.keys() == {
            "text",
            "clarification",
            "expected_answer",
            "key_points",
            "model_answer",
        }
        assert "follow_ups" in writing.points.forms[2].advice
        assert "follow_ups" not in writing.points.forms[0].advice
        assert recruiter.post(f"{HOME}new/", GIVEN).status_code == 302

    def test_one_nearly_the_same_is_named(self, world: World, recruiter: Client) -> None:
        asked = "How does an electric kettle notice the water boils at all?"
        writing = recruiter.post(f"{HOME}new/", {**GIVEN, "text": asked, "check": "1"}).context["writing"]
        assert any(KETTLE["text"] in told for told in writing.form.advice["text"])

    def test_one_too_many_is_told_and_not_written(
        self, world: World, recruiter: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(services, "MOST_OWN", 1)
        assert recruiter.post(f"{HOME}new/", GIVEN).status_code == 400
        assert OwnQuestion.objects.count() == 1


class TestList:
    def test_filters_narrow_it_and_nonsense_does_not(self, world: World, recruiter: Client) -> None:
        make_own_question(
            world.company, text="Why us, of all places?", kind="hr", difficulty="easy", skills=["us"]
        )
        shown = {}
        for query in ("", "kind=hr", "difficulty=easy&kind=technical", "skill=us", "q=places", "state=archived",
                      "kind=x&difficulty=y&page=z", "skill=%00&q=%00"):  # fmt: skip
            shown[query] = len(recruiter.get(f"{HOME}?{query}").context["page"].object_list)
        assert list(shown.values()) == [2, 1, 0, 1, 1, 0, 2, 2]

    def test_another_companys_are_not_in_it(self, world: World) -> None:
        client = Client()
        client.force_login(world.foreigner)
        response = client.get(HOME)
        assert (list(response.context["page"].object_list), response.context["skills"]) == ([], [])
        assert KETTLE["text"] not in response.content.decode()

    def test_it_costs_the_same_for_one_and_for_a_hundred(self, world: World, recruiter: Client) -> None:
        def cost() -> list[int]:
            costs = []
            for path in ("", f"{world.own_question.pk}/", "export/csv/", edit(world.own_question)[len(HOME) :]):
                with CaptureQueriesContext(connection) as caught:
                    assert recruiter.get(f"{HOME}{path}").status_code == 200
                costs.append(len(caught))
            return costs

        before = cost()
        for number in range(99):
            make_own_question(world.company, text=f"Why is {number} a number?")
        assert cost() == before


class TestOne:
    def test_a_reviewer_reads_it_and_finds_no_way_to_change_it(self, world: World) -> None:
        client = Client()
        client.force_login(world.reviewer)
        pages = [client.get(path).content.decode() for path in (HOME, f"{HOME}{world.own_question.pk}/")]
        changing = [f"{HOME}{world.own_question.pk}/{what}/" for what in ("edit", "archive")]
        assert all(KETTLE["text"] in page for page in pages)
        assert not any(word in page for page in pages for word in (*changing, f"{HOME}new/", f"{HOME}import/"))
        assert client.post(edit(world.own_question), GIVEN).status_code == 403
        world.own_question.refresh_from_db()
        assert world.own_question.text == KETTLE["text"]

    def test_archiving_names_the_jobs_that_go_on_asking_it(self, world: World, recruiter: Client) -> None:
        entry = {"question": "x", "type": "hr", "difficulty": "easy", "bank_id": world.own_question.bank_id}
        QuestionSet.objects.create(job=world.job, source="chosen", questions=[entry])
        path = f"{HOME}{world.own_question.pk}/archive/"
        told = recruiter.post(path, follow=True).content.decode()
        assert f"go on asking it: {world.job.title}" in told
        assert len(recruiter.get(f"{HOME}?state=archived").context["page"].object_list) == 1
        recruiter.post(path, {"restore": "1"})
        assert not recruiter.get(f"{HOME}?state=archived").context["page"].object_list

    def test_a_member_of_two_companies_sees_each_at_its_desk(self, world: World) -> None:
        both = make_member(world.company, MemberRole.RECRUITER)
        other = make_company("Elsewhere")
        other.memberships.create(user=both, role=MemberRole.OWNER)
        client = Client()
        client.force_login(both)
        there = make_own_question(other, text="Why do toasters pop?")
        assert client.get(f"{HOME}{there.pk}/").context["desk"].company == other
        assert list(client.get(HOME).context["page"].object_list) == [there]

    def test_what_was_typed_stays_text(self, world: World, recruiter: Client) -> None:
        harm = '<script>alert("x")</script>'
        given = {"text": harm, "hints": [harm], "clarification": harm, "key_points": [harm], "follow_ups": []}
        question = make_own_question(world.company, **given)
        for path in (
            HOME,
            f"{HOME}{question.pk}/",
            edit(question),
            f"/dashboard/recruiter/jobs/{world.job.pk}/questions/",
        ):
            assert harm not in recruiter.get(path).content.decode()
