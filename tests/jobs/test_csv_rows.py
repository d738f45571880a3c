"""Candidates in a CSV, as spreadsheets and people write it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.companies import make_member
from tests.factories.jobs import make_application, make_job
from viva.audit.models import Entry
from viva.core.errors import StateForbids
from viva.jobs.csv_rows import NoTable, Row, decoded, rows_of
from viva.jobs.models import Application, JobStatus
from viva.jobs.services import add_applicants, looked_through, set_job_status

pytestmark = [pytest.mark.unit]

ANN = ("Ann Lee", "ann@x.org", "Met in May")


def read(text: str) -> list[tuple[str, str, str]]:
    return [(row.name, row.email, row.note) for row in rows_of(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee,ann@x.org,Met in May",
        "name,email,note\nAnn Lee,ann@x.org,Met in May\n",
        "Note;E-Mail;Full name\r\nMet in May;ann@x.org;Ann Lee\r\n",
        "name\temail\tnote\nAnn Lee\tann@x.org\tMet in May",
        "name|email|note\nAnn Lee|ann@x.org|Met in May",
        '\ufeff"Name","E-mail","Note"\n"Ann Lee","ann@x.org","Met in May"',
        "\n\n name , email , note \n\n Ann   Lee , ann@x.org , Met in May \n,,\n",
        "id,name,email,phone,note\n7,Ann Lee,ann@x.org,0,Met in May",
    ],
)
def test_delimiters_headings_marks_and_empty_lines_are_understood(text: str) -> None:
    assert read(text) == [ANN]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("name,email\nÉlodie,e@x.org".encode(), "Élodie"),
        ("name,email\nÉlodie,e@x.org".encode("utf-8-sig"), "Élodie"),
        ("name,email\nÉlodie,e@x.org".encode("utf-16"), "Élodie"),
        ("name,email\nÉlodie,e@x.org".encode("cp1252"), "Élodie"),
    ],
)
def test_characters_are_read_as_they_were_saved(content: bytes, name: str) -> None:
    assert read(decoded(content)) == [(name, "e@x.org", "")]


def test_each_bad_row_says_what_is_wrong_and_where() -> None:
    text = "name,email\nAnn,ann@x.org\n,b@x.org\nCy,\nDi,not an address\nEd,ANN@x.org\n" + "F" * 201 + ",f@x.org"
    assert [(row.line, row.problem) for row in rows_of(text)] == [
        (2, ""),
        (3, "The name is missing."),
        (4, "The e-mail address is missing."),
        (5, "This is no e-mail address."),
        (6, "The same address as in line 2."),
        (7, "Longer than 200 characters."),
    ]


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "<b>x</b>", "'; drop table"])
def test_what_looks_like_a_formula_is_a_name(name: str) -> None:
    assert rows_of(f'name,email\n"{name}",a@x.org') == [Row(2, name, "a@x.org")]


def test_a_quoted_note_keeps_its_lines_and_delimiters() -> None:
    assert read('name,email,note\nAnn,a@x.org,"one, two\nthree"') == [("Ann", "a@x.org", "one, two\nthree")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "name,email",
        "name,phone\nAnn,1",
        "a\0b,c@x.org",
        "x,y@x.org\n" * 1001,
        '"' + "x" * 200_000 + '",a@x.org',
    ],
    ids=["empty", "blank", "heading alone", "no e-mail", "binary", "1,001 rows", "an endless cell"],
)
def test_what_is_no_table_of_candidates_is_refused_whole(text: str) -> None:
    with pytest.raises(NoTable):
        rows_of(text)


@pytest.mark.parametrize("content", [bytes([0x81, 0x8D]), bytes(1024 * 1024 + 1), b"\xff\xfea"])
def test_what_cannot_be_read_is_refused(content: bytes) -> None:
    with pytest.raises(NoTable):
        decoded(content)


@pytest.mark.django_db
@pytest.mark.services
class TestAdding:
    def test_all_good_rows_go_in_and_the_others_stay_out(self) -> None:
        known = make_application()
        job, member = known.job, make_member(known.job.company)
        rows = rows_of(f"Ann,ann@x.org\n,b@x.org\nKnown,{known.email.upper()}\nCy,cy@x.org")
        assert [bool(row.problem) for row in looked_through(job, rows)] == [False, True, True, False]
        assert add_applicants(job, rows=rows, by=member) == 2
        assert set(job.applications.values_list("name", "stage")) == {
            (known.name, "applied"),
            ("Ann", "applied"),
            ("Cy", "applied"),
        }
        [entry] = Entry.objects.filter(action="job.candidates_imported")
        assert (entry.data, entry.actor_id) == ({"count": 2}, member.pk)

    def test_the_same_file_again_adds_nobody(self) -> None:
        job = make_job()
        rows, member = rows_of("Ann,ann@x.org"), make_member(job.company)
        assert [add_applicants(job, rows=rows, by=member) for _ in range(2)] == [1, 0]

    def test_a_closed_job_takes_none(self) -> None:
        job = make_job()
        member = make_member(job.company)
        set_job_status(job, status=JobStatus.CLOSED, by=member)
        with pytest.raises(StateForbids):
            add_applicants(job, rows=rows_of("Ann,ann@x.org"), by=member)
        assert Application.objects.count() == 0

    def test_a_thousand_cost_the_queries_of_one(self) -> None:
        counts = []
        for number in (1, 1000):
            job = make_job()
            rows = rows_of("\n".join(f"N{each},n{each}@x.org" for each in range(number)))
            member = make_member(job.company)
            with CaptureQueriesContext(connection) as caught:
                assert add_applicants(job, rows=rows, by=member) == number
            counts.append(len([query for query in caught if "INSERT INTO" not in query["sql"]]))
        assert counts[0] == counts[1]
