"""Making a report for somebody: the file, its safe name, and the entry in the record that it was taken out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from viva.accounts.models import User
from viva.audit.services import record
from viva.core.errors import StateForbids
from viva.insights.reports.record import record_of
from viva.insights.reports.sheet import sheet_of
from viva.insights.reports.tables import interviews_table, questions_table
from viva.insights.scorecard import Scorecard, scorecard_of
from viva.interviews.enums import Status
from viva.interviews.models import Interview
from viva.interviews.reviewed import with_review
from viva.interviews.trail import note

# More rows than this would hold a thread for seconds; the filters narrow the list.
MOST_ROWS = 5_000


class Kind(StrEnum):
    PDF = "pdf"
    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Report:
    name: str
    content_type: str
    body: bytes


_MAKERS: dict[Kind, tuple[str, Callable[[Interview, Scorecard], bytes]]] = {
    Kind.PDF: ("application/pdf", sheet_of),
    Kind.CSV: ("text/csv; charset=utf-8", questions_table),
    Kind.JSON: ("application/json", record_of),
}


@transaction.atomic
def export_interview(interview: Interview, *, kind: Kind, by: User) -> Report:
    """Needs `company`, `job` and `session` fetched along. The export itself stands in a JSON's own trail.

    Raises StateForbids for an interview that is not completed: there is no result to take out.
    """
    if interview.status != Status.COMPLETED or not hasattr(interview, "session"):
        raise StateForbids(_("There is a report only once the interview is completed."))
    note("interview.exported", interview, by=by, kind=kind)
    content_type, make = _MAKERS[kind]
    return Report(_name(interview, kind), content_type, make(interview, scorecard_of(interview)))


def export_list(interviews: QuerySet[Interview], *, by: User) -> Report:
    """The first MOST_ROWS of a list as a table; recorded for each company whose interviews are in it."""
    rows = list(with_review(interviews).select_related("company", "job")[:MOST_ROWS])
    for company_id in sorted({row.company_id for row in rows if row.company_id}):
        count = sum(row.company_id == company_id for row in rows)
        record(
            "company.interviews_exported",
            subject="company",
            subject_id=company_id,
            actor_id=by.pk,
            company_id=company_id,
            rows=count,
        )
    return Report("viva-interviews.csv", "text/csv; charset=utf-8", interviews_table(rows))


def _name(interview: Interview, kind: Kind) -> str:
    """Letters, digits and hyphens alone: it goes into a header and onto any file system."""
    who = slugify(interview.candidate_name)[:40].strip("-")
    return "-".join(part for part in ("viva-interview", str(interview.pk), who) if part) + f".{kind}"
