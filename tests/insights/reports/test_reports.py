"""Reports opened again: the PDF's text, the table's cells, the JSON against its schema; no text breaks any."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from tests.factories.interviews import make_hiring
from tests.factories.reviews import ANSWER, FEEDBACK, QUOTE, Held, make_held
from viva.accounts.actors import UserActor
from viva.audit.models import Entry
from viva.core.errors import StateForbids
from viva.core.time import now
from viva.insights.reports.cells import table, written
from viva.insights.reports.exporting import Kind, Report, export_interview, export_list
from viva.insights.reports.letters import printable
from viva.insights.reports.paper import Paper
from viva.insights.reports.record import SCHEMA
from viva.interviews.models import Consent, Interview, Verdict
from viva.interviews.reviewed import reviewed_by
from viva.interviews.services.judging import add_comment, decide
from viva.interviews.services.overrides import override_score

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

LONG = "Aleksandrina-Maximiliana " * 8
NAMES = {
    "long": LONG.strip(),
    "arabic": "ليلى عبد الرحمن",
    "chinese": "张伟",
    "emoji": "Zoë 👩‍💻 Żółć",
    "unbroken": "W" * 200,
    "odd": "\u202eevil\u200b\ufeff\x07 \ud7ff\U0010ffff",
}


def export(held: Held, kind: Kind) -> Report:
    found = Interview.objects.select_related("company", "job", "session").get(pk=held.interview.pk)
    return export_interview(found, kind=kind, by=held.owner)


def text_of(report: Report) -> str:
    pages = PdfReader(io.BytesIO(report.body)).pages
    return "\n".join(page.extract_text() for page in pages)


def flat(text: str) -> str:
    return " ".join(text.split())


def rows_of(report: Report) -> list[dict[str, str]]:
    assert report.body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(report.body.decode("utf-8-sig"), newline="")))


def test_the_pdf_holds_the_scorecard_its_evidence_and_the_decision() -> None:
    held = make_held(candidate_name="Zoë Żółć Ольга")
    override_score(held.response(4).pk, by=held.reviewer, score=4.0, reason="Half of it runs.")
    decide(held.interview, by=held.owner, verdict=Verdict.ADVANCE, reason="Clear thinking.", moves_stage=True)
    add_comment(held.interview, by=held.owner, text="secret-comment")
    report = export(held, Kind.PDF)
    text = flat(text_of(report))
    for words in (
        "Zoë Żółć Ольга",
        "60/100",
        "12 of 20",
        FEEDBACK,
        f"Speeds up reads “{QUOTE}”",
        "Costs space",
        "unreadable",
        ANSWER,
        f"Changed from 6/10 to 4/10 by {held.reviewer.name}: Half of it runs.",
        "scripted model-1 prompt-2 rubric-3",
        "Advance",
        "Clear thinking.",
    ):
        assert words in text, words
    assert "secret-comment" not in text
    assert "16002" not in text
    assert (report.content_type, report.body[:5]) == ("application/pdf", b"%PDF-")


def test_the_pdf_writes_what_it_has_no_letters_for_so_that_it_can_be_read() -> None:
    text = text_of(export(make_held(candidate_name=NAMES["arabic"], job_description=""), Kind.PDF))
    assert "lyla 'bd alrhmn" in text
    assert "[U+5F20][U+4F1F]" in text_of(export(make_held(candidate_name=NAMES["chinese"]), Kind.PDF))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", Kind)
def test_no_name_breaks_a_report(name: str, kind: Kind) -> None:
    held = make_held(candidate_name=NAMES[name])
    report = export(held, kind)
    assert report.name.isascii()
    assert set(report.name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_.")
    assert len(report.name) < 80
    if kind == Kind.PDF:
        assert PdfReader(io.BytesIO(report.body)).pages
    elif kind == Kind.CSV:
        assert {row["candidate"] for row in rows_of(report)} == {_as_cell(NAMES[name])}
    else:
        assert json.loads(report.body)["interview"]["candidate"]["name"] == NAMES[name]


def _as_cell(text: str) -> str:
    return written(text)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=400))
def test_no_text_breaks_the_paper(text: str) -> None:
    paper = Paper(title=text, made_at=now())
    paper.heading(text)
    paper.fact(text[:40], text)
    paper.point("•", text)
    paper.text_block(text, most=300)
    assert len(PdfReader(io.BytesIO(paper.bytes())).pages) >= 1


def test_letters_that_the_type_lacks_are_written_in_others() -> None:
    def plain(letter: str) -> bool:
        return letter.isascii()

    shown = {
        text: printable(text, has=plain) for text in ("שלום", "たなか", "김", "ﬁ", "٣", "é", "→", "a\x00b\u202e")
    }
    assert shown == {
        "שלום": "shlvm",
        "たなか": "tanaka",
        "김": "gim",
        "ﬁ": "fi",
        "٣": "3",
        "é": "e",
        "→": "->",
        "a\x00b\u202e": "ab",
    }


def test_a_report_of_an_hours_interview_has_its_pages_numbered_and_nothing_endless() -> None:
    held = make_held()
    held.interview.responses.filter(pk=held.response().pk).update(text_response="word " * 40_000)
    pages = PdfReader(io.BytesIO(export(held, Kind.PDF).body)).pages
    assert 2 <= len(pages) <= 8
    assert pages[1].extract_text().rstrip().endswith("2")


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\u00a0=1",
        "\ufeff=1",
        "＝1",
        "＋1",
        "－1",
        "＠A",
    ],
)
def test_a_cell_never_begins_as_a_formula(text: str) -> None:
    [row] = csv.reader(io.StringIO(table([text], []).decode("utf-8-sig"), newline=""))
    assert row == [text]  # a header is ours
    [_header, [cell]] = csv.reader(io.StringIO(table(["x"], [[text]]).decode("utf-8-sig"), newline=""))
    assert cell == f"'{text}"


def test_figures_times_and_nothing_stand_as_they_are() -> None:
    moment = now().replace(microsecond=0)
    assert [written(cell) for cell in (None, True, False, 7, 8.5, -1, moment, "a-b")] == [
        "",
        "yes",
        "no",
        "7",
        "8.5",
        "-1",
        moment.isoformat(),
        "a-b",
    ]


def test_the_table_has_a_row_a_question_with_both_scores() -> None:
    held = make_held(candidate_name='=HYPERLINK("x")')
    override_score(held.response().pk, by=held.owner, score=3.0, reason="+1 for effort")
    rows = rows_of(export(held, Kind.CSV))
    assert [row["number"] for row in rows] == ["1", "2", "3", "4"]
    first = rows[0]
    assert first["candidate"] == '\'=HYPERLINK("x")'
    scores = (
        first["score (0-10)"],
        first["machine's score"],
        first["score by a person"],
        first["reason of the person"],
    )
    assert scores == ("3", "8", "3", "'+1 for effort")
    assert (rows[1]["score (0-10)"], rows[1]["outcome"], rows[1]["needs review"]) == ("", "withheld", "yes")
    assert (rows[3]["tests passed"], rows[3]["tests"]) == ("2", "3")


def test_the_json_fits_its_schema_and_holds_the_whole_record() -> None:
    held = make_held(candidate_name=NAMES["arabic"])
    override_score(held.response().pk, by=held.owner, score=3.0, reason="So.")
    decide(held.interview, by=held.owner, verdict=Verdict.HOLD, reason="Wait.", moves_stage=True)
    add_comment(held.interview, by=held.reviewer, text="A comment.")
    Consent.objects.create(
        interview=held.interview, version="2026-01", ai_evaluation=True, retention_days=365, given_at=now()
    )
    body = export(held, Kind.JSON).body
    record = json.loads(body)
    validate(record)
    assert (record["format"], record["version"]) == ("viva.interview", 3)
    assert record["consent"]["version"] == "2026-01"
    assert [each["text"] for each in record["comments"]] == ["A comment."]
    assert [each["text"] for each in record["transcript"]][2] == ANSWER
    assert record["questions"][0]["overrides"][0]["before"] == 8.0
    assert record["trail"][-1]["action"] == "interview.exported"
    assert b"16002" not in body


def test_a_record_with_little_in_it_fits_the_schema_too() -> None:
    held = make_held()
    held.interview.responses.all().delete()
    Interview.objects.filter(pk=held.interview.pk).update(overall_score=None, communication_score=None)
    record = json.loads(export(held, Kind.JSON).body)
    validate(record)
    assert (record["consent"], record["scores"]["assessed"], record["recommendation"]["suggestion"]) == (
        None,
        False,
        "none",
    )


def validate(record: dict[str, Any]) -> None:
    schema = json.loads(SCHEMA.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(record)


def test_the_schema_refuses_what_does_not_fit() -> None:
    record = json.loads(export(make_held(), Kind.JSON).body)
    for spoilt in (record | {"version": 1}, record | {"more": 1}, record | {"questions": [{}]}):
        with pytest.raises(jsonschema.ValidationError):
            validate(spoilt)


def test_what_leaves_is_written_down_with_its_kind() -> None:
    held = make_held()
    for kind in Kind:
        export(held, kind)
    entries = Entry.objects.filter(action="interview.exported")
    assert [(entry.actor_id, entry.data["kind"]) for entry in entries] == [
        (held.owner.pk, kind.value) for kind in Kind
    ]


def test_there_is_no_report_before_completion() -> None:
    interview, recruiter, _candidate = make_hiring()
    with pytest.raises(StateForbids):
        export_interview(interview, kind=Kind.PDF, by=recruiter)
    assert not Entry.objects.filter(action="interview.exported").exists()


def test_the_list_has_a_row_an_interview() -> None:
    held = make_held(candidate_name="@everybody")
    report = export_list(reviewed_by(UserActor(held.owner)), by=held.owner)
    [row] = rows_of(report)
    assert (row["candidate"], row["overall (0-100)"], row["status"]) == ("'@everybody", "70", "completed")
    [entry] = Entry.objects.filter(action="company.interviews_exported")
    assert (entry.company_id, entry.data) == (held.company.pk, {"rows": 1})
