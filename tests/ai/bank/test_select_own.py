"""A company's own questions beside the bank's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from viva.ai.bank import load_bank, select_questions
from viva.ai.bank.own import read_own
from viva.ai.types import Difficulty, Kind, Question

pytestmark = pytest.mark.unit

OWN = read_own({"text": "How do our kettles stop?", "expected_answer": "Steam bends a strip.", "id": "kettles"})
WISH: dict[str, Any] = {
    "role": "backend_developer",
    "skills": (),
    "kind": Kind.TECHNICAL,
    "difficulty": Difficulty.MEDIUM,
    "minutes": 15,
    "count": 3,
}


def chosen(*own: Question, **changes: Any) -> list[str]:
    return [question.id for question in select_questions(load_bank(), own=own, **WISH | changes)]


@pytest.mark.parametrize("seed", range(5))
def test_one_that_fits_is_asked_beside_the_banks(seed: int) -> None:
    ids = chosen(OWN, seed=seed)
    assert ("kettles" in ids, len(ids)) == (True, 3)


def test_those_that_fit_fill_the_set_before_the_banks() -> None:
    many = [replace(OWN, id=f"own-{number}") for number in range(6)]
    assert all(name.startswith("own-") for name in chosen(*many))


@pytest.mark.parametrize(
    "misfit",
    [
        {"kind": Kind.HR},
        {"difficulty": Difficulty.HARD},
        {"roles": ("qa_engineer",)},
    ],
)
def test_one_of_another_kind_level_or_role_does_not_push_in(misfit: dict[str, Any]) -> None:
    assert "kettles" not in chosen(replace(OWN, **misfit))


def test_without_own_ones_the_choice_is_as_it_was() -> None:
    assert chosen() == [question.id for question in select_questions(load_bank(), **WISH)]
