"""In practice the difficulty follows the answers, unless one wants it otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from viva.accounts.models import Profile
from viva.web.room.forms import StartForm, prefill

pytestmark = pytest.mark.unit


def follows(**sent: Any) -> bool:
    form = StartForm(sent, initial=prefill(Profile(), None))
    assert form.is_valid()
    return form.choice(skills=[], level="mid").adaptive


def test_an_empty_form_follows_the_answers() -> None:
    assert follows() is True


def test_who_wants_it_as_chosen_gets_it_so() -> None:
    assert (follows(pace="stays"), follows(pace="follows")) == (False, True)


def test_anything_else_is_refused() -> None:
    assert not StartForm({"pace": "faster"}, initial=prefill(Profile(), None)).is_valid()
