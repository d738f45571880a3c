"""Whose key holds an interview: the company's own for its interviews, the operator's for the others."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from tests.factories.accounts import UserFactory
from tests.factories.companies import make_company, make_own_model
from tests.factories.rooms import TALK, make_session, say
from tests.live.language_model import engine_on, lines, turn
from tests.model_server import KEY as OPERATORS
from tests.model_server import ModelServer, Status, model_server
from viva.accounts.models import Company, CompanyModel
from viva.accounts.services import remove_own_model
from viva.ai.engines.base import Move
from viva.core.realtime.database import close_database_threads
from viva.core.time import now
from viva.interviews.models import Interview, ResponseEvaluation
from viva.interviews.services.creation import Setting
from viva.live.completion import complete_session
from viva.live.engine_status import read_engine
from viva.live.models import EngineCall, EngineSpending, InterviewSession
from viva.live.own_models import engine_of
from viva.live.planning import plan_wanted
from viva.live.providers import get_engine, use
from viva.live.recent import recent_lines
from viva.live.services.creating import Wanted
from viva.live.services.spending import companys_today, today
from viva.sandbox.scripted import ScriptedJudge

pytestmark = [pytest.mark.unit, pytest.mark.django_db(transaction=True)]

OWN = "sk-companys-own-0123456789"
ANSWER = "I would measure first, then add an index on the columns that are filtered, and look at the plan again."


@pytest.fixture
def operators() -> Iterator[ModelServer]:
    with model_server() as server:
        use(engine=engine_on(server), judge=ScriptedJudge())
        yield server
    use()
    close_database_threads()


@pytest.fixture
def companys(operators: ModelServer, settings: Any) -> Iterator[ModelServer]:
    with model_server() as server:
        settings.VIVA_LLM_COMPANY_BASE_URLS = [server.url]
        yield server


@pytest.fixture
def company(companys: ModelServer) -> Company:
    company = make_company()
    make_own_model(company, base_url=companys.url, key=OWN)
    return company


def held_for(company: Company | None) -> InterviewSession:
    """A room of two talks, begun and greeted."""
    session = make_session(questions=TALK[:2])
    Interview.objects.filter(pk=session.interview_id).update(company=company)
    recent_lines.forget(session.pk)
    turn(session)
    return session


def keys_at(server: ModelServer) -> set[str]:
    return {asked.headers["authorization"].removeprefix("Bearer ") for asked in server.asked}


def test_the_companys_interview_is_held_judged_and_concluded_by_its_own_model(
    company: Company, companys: ModelServer, operators: ModelServer
) -> None:
    session = held_for(company)
    say(session, ANSWER)
    turn(session)
    asyncio.run(complete_session(session.pk))
    assert {asked.kind for asked in companys.asked} == {"say", "judge", "conclude"}
    assert {asked.body["model"] for asked in companys.asked} == {"companys-model"}
    assert (keys_at(companys), operators.asked) == ({OWN}, [])
    assert ResponseEvaluation.objects.get(response__interview=session.interview).engine == "llm"


def test_another_companys_and_a_practice_interview_are_held_by_the_operators(
    company: Company, companys: ModelServer, operators: ModelServer
) -> None:
    for whose in (make_company("Elsewhere"), None):
        held_for(whose)
    assert (keys_at(operators), companys.asked) == ({OPERATORS}, [])


def test_its_questions_are_written_by_its_own_model(
    company: Company, companys: ModelServer, operators: ModelServer
) -> None:
    wanted = Wanted(
        "T", "", "technical", "medium", "Engineer", (), 30, "python", 2, setting=Setting(company=company)
    )
    asyncio.run(plan_wanted(wanted))
    assert ([asked.kind for asked in companys.asked], operators.asked) == (["plan"], [])


def test_what_it_takes_is_counted_on_the_company_and_not_on_the_operators_day(
    company: Company, companys: ModelServer, operators: ModelServer
) -> None:
    session = held_for(company)
    counted = {row.scope: row.tokens for row in EngineSpending.objects.all()}
    assert counted == {companys_today(company.pk): 240, f"session:{session.pk}": 240}
    assert today() not in counted
    assert set(EngineCall.objects.values_list("company", flat=True)) == {company.pk}
    status = read_engine()
    assert (status.calls, status.tokens) == (0, 0)


@pytest.mark.parametrize("cap", [{"day_tokens": 10}, {"day_money": 0.000_1, "completion_price": 1.0}])
def test_over_its_own_cap_of_a_day_the_embedded_engine_goes_on_and_the_operator_pays_nothing(
    company: Company, companys: ModelServer, operators: ModelServer, cap: dict[str, float]
) -> None:
    CompanyModel.objects.filter(company=company).update(**cap)
    session = held_for(company)
    assert lines(session)[0].text.startswith(f"{Move.GREET}:")
    assert companys.asked == operators.asked == []
    assert set(EngineCall.objects.values_list("failure", flat=True)) == {"over_budget"}


def test_a_key_that_is_refused_falls_back_to_the_embedded_engine_not_to_the_operators(
    company: Company, companys: ModelServer, operators: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    companys.always["*"] = Status(401)
    session = held_for(company)
    say(session, ANSWER)
    turn(session)
    row = ResponseEvaluation.objects.get(response__interview=session.interview)
    assert (row.engine, operators.asked) == ("scripted", [])
    assert row.fallback in {"unauthorized", "circuit_open"}
    assert OWN not in caplog.text
    assert OWN not in json.dumps(list(EngineCall.objects.values()), default=str)


def test_an_address_that_the_operator_takes_away_is_not_asked_again(
    company: Company, companys: ModelServer, operators: ModelServer, settings: Any
) -> None:
    settings.VIVA_LLM_COMPANY_BASE_URLS = ["https://models.example/v1"]
    session = held_for(company)
    assert lines(session)[0].text.startswith(f"{Move.GREET}:")
    assert companys.asked == operators.asked == []


def test_a_key_sealed_with_a_lost_secret_is_not_replaced_by_the_operators(
    company: Company, companys: ModelServer, operators: ModelServer, settings: Any
) -> None:
    settings.VIVA_LINK_SECRET = "another secret that is long enough for it"
    session = held_for(company)
    assert lines(session)[0].text.startswith(f"{Move.GREET}:")
    assert companys.asked == operators.asked == []


def test_a_redirect_is_not_followed(company: Company, companys: ModelServer, operators: ModelServer) -> None:
    """Wherever an allowed address points to, key and words do not go there."""
    for code in (301, 302, 307, 308):
        companys.script("say", Status(code, headers=(("location", f"{operators.url}/chat/completions"),)))
    companys.always["say"] = Status(307, headers=(("location", f"{operators.url}/chat/completions"),))
    session = held_for(company)
    assert lines(session)[0].text.startswith(f"{Move.GREET}:")
    assert companys.asked
    assert operators.asked == []


def test_a_changed_key_holds_from_the_next_line_and_a_removed_one_is_gone(
    company: Company, companys: ModelServer, operators: ModelServer
) -> None:
    session = held_for(company)
    CompanyModel.objects.filter(company=company).delete()
    make_own_model(company, base_url=companys.url, key="sk-another-key-0123456789")
    companys.asked.clear()
    say(session, ANSWER)
    turn(session)
    assert keys_at(companys) == {"sk-another-key-0123456789"}
    remove_own_model(company, by=UserFactory())
    companys.asked.clear()
    say(session, ANSWER)
    turn(session)
    assert (companys.asked, keys_at(operators)) == ([], {OPERATORS})


def test_the_same_key_keeps_its_engine_with_what_it_has_learnt(company: Company, companys: ModelServer) -> None:
    first = asyncio.run(engine_of(company_id=company.pk))
    assert first is asyncio.run(engine_of(company_id=company.pk))
    CompanyModel.objects.filter(company=company).update(changed_at=now())
    assert first is not asyncio.run(engine_of(company_id=company.pk))


def test_where_no_address_is_allowed_nothing_is_looked_up(
    company: Company, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.VIVA_LLM_COMPANY_BASE_URLS = []
    with django_assert_num_queries(0):
        assert asyncio.run(engine_of(company_id=company.pk)) is get_engine()
