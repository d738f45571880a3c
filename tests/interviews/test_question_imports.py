"""Importing: what is new, changed, the same or left out; once or many times."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction

from tests.factories.companies import make_company, make_member
from tests.factories.own_questions import KETTLE, make_own_question
from viva.accounts.models import Company
from viva.ai.bank.listing import as_yaml
from viva.audit.models import Entry as Recorded
from viva.core.errors import StateForbids
from viva.interviews.models import OwnQuestion
from viva.interviews.question_files import Entry, FileKind, entries_of
from viva.interviews.question_plans import Planned, planned
from viva.interviews.services import own_questions as services
from viva.interviews.services.own_questions import archive_own_question, import_own_questions

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]

ONE = {"text": "How do kettles stop?", "expected_answer": "Steam bends a strip."}
TWO = {"text": "Why do toasters pop?", "expected_answer": "A spring.", "id": "toasters"}


def entries(*raws: Any) -> list[Entry]:
    return [Entry(line, raw) for line, raw in enumerate(raws, start=1)]


def plan(company: Company, *raws: Any) -> list[Planned]:
    return planned(list(OwnQuestion.objects.filter(company=company)), entries(*raws))


def imported(company: Company, *raws: Any) -> tuple[int, int]:
    return import_own_questions(company, entries=entries(*raws), by=make_member(company))


def outcomes(plans: list[Planned]) -> list[str]:
    return [each.outcome for each in plans]


def test_the_same_file_again_doubles_nothing_and_says_so() -> None:
    company = make_company()
    assert imported(company, ONE, TWO) == (2, 0)
    before = list(OwnQuestion.objects.order_by("pk").values_list())
    assert outcomes(plan(company, ONE, TWO)) == ["same", "same"]
    assert imported(company, ONE, TWO) == (0, 0)
    assert list(OwnQuestion.objects.order_by("pk").values_list()) == before
    assert Recorded.objects.filter(action="company.questions_imported").count() == 1


def test_one_that_is_known_by_its_id_or_its_text_is_changed() -> None:
    company = make_company()
    imported(company, ONE, TWO)
    plans = plan(company, {**ONE, "minutes": "9"}, {**TWO, "text": "Why do toasters jump?"})
    assert [each.changes for each in plans] == [("minutes",), ("text",)]
    assert imported(company, *(each.entry.raw for each in plans)) == (0, 2)
    rows = OwnQuestion.objects.order_by("pk").values_list("slug", "text", "minutes")
    assert list(rows) == [("kettles-stop", ONE["text"], 9), ("toasters", "Why do toasters jump?", 5)]


def test_what_the_file_does_not_name_stays_as_it_is() -> None:
    question = make_own_question()
    before = question.as_question()
    raw = {"text": KETTLE["text"], "minutes": "9"}
    assert [each.changes for each in plan(question.company, raw)] == [("minutes",)]
    imported(question.company, raw)
    question.refresh_from_db()
    assert (question.as_question().key_points, question.minutes) == (before.key_points, 9)
    assert question.wrong_answers == KETTLE["wrong_answers"]


def test_a_key_point_of_the_same_text_keeps_its_rest_and_one_left_out_goes_with_its_follow_ups() -> None:
    question = make_own_question()
    kept = {"text": KETTLE["text"], "key_points": ["The current  is interrupted", "It is quick"]}
    imported(question.company, kept)
    question.refresh_from_db()
    assert [each["id"] for each in question.key_points] == ["circuit", "quick"]
    assert question.follow_ups == []
    also = {"text": KETTLE["text"], "key_points": [{"text": "It is quick", "weight": "3"}, "Hot vapour"]}
    imported(question.company, also)
    question.refresh_from_db()
    assert [(each["id"], each["weight"]) for each in question.key_points] == [("quick", 3.0), ("hot-vapour", 1.0)]


def test_what_is_exported_and_imported_again_is_the_same() -> None:
    question = make_own_question()
    text = as_yaml([question.as_question(with_bank_id=False)])
    found = entries_of(text, kind=FileKind.YAML)
    assert outcomes(planned([question], found)) == ["same"]
    elsewhere = make_company("Elsewhere")
    import_own_questions(elsewhere, entries=found, by=make_member(elsewhere))
    copy = OwnQuestion.objects.get(company=elsewhere)
    assert copy.as_question(with_bank_id=False) == question.as_question(with_bank_id=False)


def test_those_with_errors_are_left_out_and_told_by_field() -> None:
    company = make_company()
    bad = [{**ONE, "minutes": "x"}, "no question", None, {"text": "No answer?"}, {**ONE, "id": "No slug"}]
    plans = plan(company, *bad, TWO)
    assert outcomes(plans) == ["bad"] * 5 + ["new"]
    fields = [each.problems[0].field for each in plans[:5]]
    assert fields == ["minutes", "", "", "expected_answer", "id"]
    assert imported(company, *bad, TWO) == (1, 0)


def test_the_same_question_twice_in_a_file_is_told_of_at_the_second() -> None:
    plans = plan(make_company(), ONE, {**ONE, "text": " how do KETTLES stop? "}, TWO, {**ONE, "id": "toasters"})
    assert outcomes(plans) == ["new", "bad", "new", "bad"]
    assert "line 1" in plans[1].problems[0].message
    assert "line 3" in plans[3].problems[0].message


def test_two_texts_never_share_an_id() -> None:
    plans = plan(make_company(), ONE, {**ONE, "text": "How do the kettles stop?"})
    assert [each.question.id for each in plans if each.question] == ["kettles-stop", "kettles-stop-2"]


def test_an_archived_one_is_changed_and_stays_archived() -> None:
    question = make_own_question()
    archive_own_question(question, by=make_member(question.company))
    imported(question.company, {"text": KETTLE["text"], "minutes": 9})
    question.refresh_from_db()
    assert (question.minutes, question.archived_at is None) == (9, False)


def test_another_companys_is_not_known_here() -> None:
    foreign = make_own_question()
    company = make_company("Elsewhere")
    assert imported(company, {**ONE, "id": foreign.slug}) == (1, 0)
    foreign.refresh_from_db()
    assert foreign.text == KETTLE["text"]


def test_more_than_a_company_may_have_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_OWN", 2)
    company = make_company()
    imported(company, TWO)
    with pytest.raises(StateForbids):
        imported(company, {**TWO, "minutes": 9}, ONE, {**ONE, "text": "And another one?"})
    assert list(OwnQuestion.objects.values_list("slug", "minutes")) == [("toasters", 5)]


@pytest.mark.parametrize("known", [False, True])
def test_an_import_costs_the_same_number_of_reads_for_one_and_for_many(
    known: bool, django_assert_max_num_queries: Any
) -> None:
    company = make_company()
    by = make_member(company)
    many = [{**ONE, "text": f"Why is {number} a number?"} for number in range(100)]
    if known:
        import_own_questions(company, entries=entries(*many), by=by)
        many = [{**each, "minutes": 9} for each in many]
    with django_assert_max_num_queries(10):
        import_own_questions(company, entries=entries(*many), by=by)
    assert OwnQuestion.objects.filter(company=company, minutes=9 if known else 5).count() == 100


def at_once(attempt: Callable[[], Any]) -> list[Any]:
    """What each of six gives that come together; an IntegrityError where it is refused by the database."""
    together = Barrier(6)

    def one(_: int) -> Any:
        try:
            together.wait(timeout=20)
            return attempt()
        except IntegrityError:
            return IntegrityError
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as threads:
        return list(threads.map(one, range(6)))


@pytest.mark.django_db(transaction=True)
def test_the_same_file_six_times_at_once_makes_each_question_once() -> None:
    company = make_company()
    by = make_member(company)
    made = at_once(lambda: import_own_questions(company, entries=entries(ONE, TWO), by=by))
    assert sorted(made) == [(0, 0)] * 5 + [(2, 0)]
    assert OwnQuestion.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_looking_before_the_lock_would_fail_where_two_write_the_same() -> None:
    """The control: what stood before the lock is believed. The constraint still keeps it to one of each."""
    company = make_company()
    by = make_member(company)
    seen = Barrier(6)

    def naive() -> int:
        plans = planned(list(OwnQuestion.objects.filter(company=company)), entries(ONE, TWO))
        seen.wait(timeout=20)
        with transaction.atomic():
            return len(OwnQuestion.objects.bulk_create(services._new(company, plans, by=by)))

    made = at_once(naive)
    assert (made.count(2), made.count(IntegrityError)) == (1, 5)
    assert OwnQuestion.objects.count() == 2
