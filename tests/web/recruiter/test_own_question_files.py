"""Importing and exporting the company's own questions through their pages."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.companies import make_company
from tests.factories.own_questions import KETTLE, make_own_question
from tests.web.recruiter.world import World
from viva.interviews.models import OwnQuestion

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

HOME = "/dashboard/recruiter/questions/"
YAML = """
- id: toasters
  text: >-
    Why do toasters pop: a spring?
  expected_answer: A spring is let go.
  key_points: [A spring lifts it]
- text: No answer to this one?
"""
CSV = "question,expected_answer,key_points,minutes\nWhy do toasters pop?,=cmd(),A spring|A catch,4\n,x,y,\n"


def read(client: Client, given: dict[str, Any]) -> Any:
    return client.post(f"{HOME}import/", given)


def test_the_samples_on_the_page_can_be_imported_as_they_stand(world: World, recruiter: Client) -> None:
    page = recruiter.get(f"{HOME}import/").content.decode()
    blocks = [unescape(code) for code in re.findall(r"<pre[^>]*><code[^>]*>(.*?)</code></pre>", page, re.DOTALL)]
    assert len(blocks) == 2
    for block in blocks:
        assert read(recruiter, {"text": block}).context["counts"] == {"new": 1, "changed": 0, "same": 0, "bad": 0}


@pytest.mark.parametrize("how", ["pasted", "uploaded"])
@pytest.mark.parametrize("kind", ["yaml", "csv"])
def test_it_is_shown_first_and_written_at_the_second_post(
    world: World, recruiter: Client, how: str, kind: str
) -> None:
    text = YAML if kind == "yaml" else CSV
    given = {"text": text} if how == "pasted" else {"file": SimpleUploadedFile(f"q.{kind}", text.encode())}
    preview = read(recruiter, given)
    assert (preview.status_code, preview.context["counts"]) == (200, {"new": 1, "changed": 0, "same": 0, "bad": 1})
    assert OwnQuestion.objects.count() == 1
    sent = preview.context["text"].replace("\n", "\r\n")  # as browsers send it back
    response = read(recruiter, {"text": sent, "kind": preview.context["kind"], "add": "1"})
    assert response["Location"] == HOME
    made = OwnQuestion.objects.exclude(pk=world.own_question.pk).get()
    assert (made.company, made.slug) == (world.company, "toasters" if kind == "yaml" else "toasters-pop")
    again = read(recruiter, {"text": text})
    assert again.context["counts"] == {"new": 0, "changed": 0, "same": 1, "bad": 1}


def test_the_preview_names_line_field_and_how_to_mend(world: World, recruiter: Client) -> None:
    page = read(recruiter, {"text": YAML}).content.decode()
    assert '<td class="number" data-label="Line">7</td>' in page
    assert "<code>expected_answer</code>: There is nothing to judge by" in page


def test_what_is_changed_is_named(world: World, recruiter: Client) -> None:
    page = read(recruiter, {"text": f"question,minutes\n{KETTLE['text']},9\n"})
    assert page.context["counts"]["changed"] == 1
    assert "Changed: minutes" in page.content.decode()


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"text": "  "},
        {"text": "question,phone\nx,1"},
        {"text": "- &a x\n- *a"},
        {"text": "[" * 100_000},
        {"text": "- a\0b"},
        {"text": "- text: x", "kind": "csv"},
        {"file": SimpleUploadedFile("q.yaml", b"")},
        {"file": SimpleUploadedFile("q.yaml", bytes([0x81]))},
        {"file": SimpleUploadedFile("q.csv", b"PK\x03\x04\0\0")},
        {"file": SimpleUploadedFile("q.csv", b"x" * (1024 * 1024 + 1))},
        {"text": "question\n" + "Why?\n" * 501},
        {"text": "question,phone\nx,1", "add": "1"},
    ],
)
def test_what_is_no_list_of_questions_is_told_and_writes_nothing(
    world: World, recruiter: Client, given: dict[str, Any]
) -> None:
    assert read(recruiter, given).status_code == 400
    assert OwnQuestion.objects.count() == 1


def test_a_preview_costs_the_same_number_of_queries_for_one_and_for_a_hundred(
    world: World, recruiter: Client
) -> None:
    def cost(rows: int) -> int:
        text = "question,expected_answer\n" + "".join(
            f"Why is {row} a number?,It counts.\n" for row in range(rows)
        )
        with CaptureQueriesContext(connection) as caught:
            assert read(recruiter, {"text": text}).context["counts"]["new"] == rows
        return len(caught)

    assert cost(1) == cost(100)


def test_a_long_file_has_advice_on_its_first_hundred(world: World, recruiter: Client) -> None:
    text = "question,expected_answer\nNo answer?,\n" + "".join(f"Why is {n} so?,It counts.\n" for n in range(103))
    page = read(recruiter, {"text": text})
    assert (sum(bool(row["advice"]) for row in page.context["rows"]), page.context["unadvised"]) == (100, 3)


@pytest.mark.parametrize("kind", ["yaml", "csv"])
def test_what_is_exported_is_known_again(world: World, recruiter: Client, kind: str) -> None:
    make_own_question(world.company, text="=1+1 is what, and -1; +2 | 3?", skills=[], expected_answer="@two")
    response = recruiter.get(f"{HOME}export/{kind}/")
    assert response["Content-Disposition"] == f'attachment; filename="questions.{kind}"'
    assert "no-store" in response["Cache-Control"]
    back = read(recruiter, {"file": SimpleUploadedFile(f"q.{kind}", response.content)})
    assert back.context["counts"] == {"new": 0, "changed": 0, "same": 2, "bad": 0}


def test_an_export_holds_what_the_list_shows_and_nothing_of_another_company(
    world: World, recruiter: Client
) -> None:
    make_own_question(world.company, text="Why us, of all places?", kind="hr")
    make_own_question(make_company("Elsewhere"), text="A secret of elsewhere?", kind="hr")
    text = recruiter.get(f"{HOME}export/yaml/?kind=hr").content.decode()
    assert text.count("\n- id:") + text.startswith("- id:") == 1
    assert "Why us" in text
    assert recruiter.get(f"{HOME}export/xml/").status_code == 404


def test_an_exported_file_imported_elsewhere_makes_a_copy_of_its_own(world: World, recruiter: Client) -> None:
    text = recruiter.get(f"{HOME}export/yaml/").content.decode()
    client = Client()
    client.force_login(world.foreigner)
    read(client, {"text": text, "kind": "yaml", "add": "1"})
    copy = OwnQuestion.objects.exclude(company=world.company).get()
    assert copy.as_question(with_bank_id=False) == world.own_question.as_question(with_bank_id=False)
    assert OwnQuestion.objects.filter(company=world.company).count() == 1
