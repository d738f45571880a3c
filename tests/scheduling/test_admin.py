"""Slots, bookings, hours and the audit trail in the administration: read, searched, never changed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.accounts import AdminFactory
from tests.factories.companies import make_company
from tests.factories.slots import NOBODY, hours_words, make_slot, make_wanting
from viva.audit.models import Entry
from viva.core.time import clock
from viva.scheduling.models import InterviewSchedule, InterviewSlot, WeeklyHours
from viva.scheduling.services.booking import book_slot
from viva.scheduling.services.hours import generate_slots

pytestmark = [pytest.mark.unit, pytest.mark.django_db]
each_model = pytest.mark.parametrize("model", [InterviewSlot, InterviewSchedule, WeeklyHours, Entry])


@pytest.fixture
def client() -> Client:
    """An administrator's, where there is a row of every model."""
    with clock(lambda: datetime(2026, 2, 1, tzinfo=UTC)):
        slot, *_ = generate_slots(make_company(), words=hours_words(), who=NOBODY)
        book_slot(slot, interview=make_wanting(slot.company), who=NOBODY)
    client = Client()
    client.force_login(AdminFactory())
    return client


def page(model: type[Model], action: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}", args=args)


@each_model
def test_its_list_and_page_open_and_can_be_searched(client: Client, model: type[Model]) -> None:
    listed = page(model, "changelist")
    row = model._default_manager.first()
    assert row is not None
    paths = (listed, f"{listed}?q=a", f"{listed}?q=17", page(model, "change", row.pk))
    assert [client.get(path).status_code for path in paths] == [200] * 4


@each_model
def test_nothing_is_added_or_changed(client: Client, model: type[Model]) -> None:
    request = client.get(page(model, "changelist")).wsgi_request
    site = admin.site._registry[model]
    assert (site.has_add_permission(request), site.has_change_permission(request)) == (False, False)


def test_the_audit_trail_is_not_erased(client: Client) -> None:
    request = client.get(page(Entry, "changelist")).wsgi_request
    assert admin.site._registry[Entry].has_delete_permission(request) is False


@each_model
def test_its_list_costs_the_same_for_few_rows_and_for_more(client: Client, model: type[Model]) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(page(model, "changelist"))
        return len(queries)

    few = cost()
    for name in ("One", "Two", "Three"):
        slot = make_slot(make_company(name))
        book_slot(slot, interview=make_wanting(slot.company), who=NOBODY)
        with clock(lambda: datetime(2026, 2, 1, tzinfo=UTC)):
            generate_slots(slot.company, words=hours_words(), who=NOBODY)
    assert cost() == few
