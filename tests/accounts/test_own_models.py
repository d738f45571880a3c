"""A company's key: sealed with a secret outside the database, and never given back by anything."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.companies import make_company, make_member
from viva.accounts.models import Company, CompanyModel, MemberRole
from viva.accounts.sealing import Unreadable, seal, unseal
from viva.accounts.services import AddressNotAllowed, KeyNeeded, remove_own_model, set_own_model
from viva.audit.models import Entry

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]

KEY = "sk-companys-own-0123456789"
HERE, THERE = "https://models.example/v1", "https://elsewhere.example/v1"


@pytest.fixture(autouse=True)
def allowed(settings: Any) -> Any:
    settings.VIVA_LLM_COMPANY_BASE_URLS = [HERE, THERE]
    return settings


def brought(company: Company, **fields: Any) -> CompanyModel:
    known = {"base_url": HERE, "model": "a-model", "key": KEY, "day_tokens": 5, "by": make_member(company)}
    return set_own_model(company, **{**known, **fields})


def test_what_is_sealed_is_read_again_and_looks_like_nothing() -> None:
    sealed = seal(KEY, company_id=7)
    assert KEY not in sealed
    assert sealed != seal(KEY, company_id=7)
    assert unseal(sealed, company_id=7) == KEY


def test_a_row_copied_to_another_company_gives_nothing_away() -> None:
    with pytest.raises(Unreadable):
        unseal(seal(KEY, company_id=7), company_id=8)


def test_another_secret_reads_nothing_and_an_old_one_still_does(settings: Any) -> None:
    old, sealed = settings.VIVA_LINK_SECRET, seal(KEY, company_id=7)
    settings.VIVA_LINK_SECRET = "another secret that is long enough for it"
    with pytest.raises(Unreadable):
        unseal(sealed, company_id=7)
    settings.VIVA_OLD_LINK_SECRETS = [old]
    assert unseal(sealed, company_id=7) == KEY


@pytest.mark.parametrize("sealed", ["", "x", "gAAAA" * 30])
def test_what_was_never_sealed_is_unreadable(sealed: str) -> None:
    with pytest.raises(Unreadable):
        unseal(sealed, company_id=7)


def test_it_is_stored_sealed_with_its_last_letters_and_recorded_without_any() -> None:
    own = brought(make_company())
    assert (unseal(own.sealed_key, company_id=own.company_id), own.key_end) == (KEY, "6789")
    [entry] = Entry.objects.filter(action="company.model_set")
    assert (entry.company_id, entry.data) == (own.company_id, {})


def test_of_a_short_key_no_letter_is_kept() -> None:
    assert brought(make_company(), key="12345678").key_end == ""


def test_an_address_that_the_operator_does_not_allow_is_refused() -> None:
    for address in ("http://169.254.169.254/v1", "http://127.0.0.1:8000", f"{HERE}/../admin", HERE.upper()):
        with pytest.raises(AddressNotAllowed):
            brought(make_company(), base_url=address)
    assert not CompanyModel.objects.exists()


def test_without_a_key_the_one_there_is_stays() -> None:
    own = brought(make_company())
    changed = brought(own.company, key="", model="another")
    assert (changed.model, changed.sealed_key, changed.key_end) == ("another", own.sealed_key, "6789")
    assert changed.changed_at > own.changed_at


def test_a_key_is_never_sent_to_another_address_than_it_was_given_for() -> None:
    own = brought(make_company())
    with pytest.raises(KeyNeeded):
        brought(own.company, key="", base_url=THERE)
    own.refresh_from_db()
    assert own.base_url == HERE


def test_the_first_time_a_key_is_needed() -> None:
    with pytest.raises(KeyNeeded):
        brought(make_company(), key="")


def test_it_is_removed_once_and_recorded() -> None:
    own = brought(make_company())
    by = make_member(own.company, MemberRole.OWNER)
    assert remove_own_model(own.company, by=by)
    assert not remove_own_model(own.company, by=by)
    assert not CompanyModel.objects.exists()
    assert Entry.objects.filter(action="company.model_removed").count() == 1
