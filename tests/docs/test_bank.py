"""docs/bank.md: its table of coverage is that of the bank."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.docs.pages import ROOT, tables
from viva.ai.bank import ROLES, load_bank
from viva.ai.types import Difficulty, Kind

pytestmark = pytest.mark.unit
PAGE = ROOT / "docs" / "bank.md"
ROWS = tables(PAGE)


def counts(kind: Kind, role: str) -> str:
    """Easy, medium, hard; questions without roles suit every role."""
    suits = [each for each in load_bank() if each.kind is kind and (role in each.roles or not each.roles)]
    found = Counter(question.difficulty for question in suits)
    return " · ".join(str(found[level]) for level in Difficulty)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_has_as_many_questions_as_the_page_says(role: str) -> None:
    row = next(row for row in ROWS if row[0] == ROLES[role])

    assert row[1:] == [counts(kind, role) for kind in Kind]


def test_the_sums_are_those_of_the_bank() -> None:
    row = next(row for row in ROWS if row[0] == "all")
    found = Counter(question.kind for question in load_bank())

    assert row[1:] == [str(found[kind]) for kind in Kind]
