"""The page of a company's own language model: owners set it, nobody ever reads the key."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, RequestFactory

from tests.factories.companies import make_own_model
from tests.model_server import ModelServer, Status, model_server
from tests.web.recruiter.world import World
from tests.web.signing_in import asks_to_sign_in
from viva.accounts.models import CompanyModel
from viva.accounts.sealing import unseal
from viva.ai.engines.scripted import ScriptedEngine
from viva.core.realtime.database import close_database_threads
from viva.live.providers import use
from viva.web.accounts.kept import keep, kept_in

pytestmark = [pytest.mark.unit, pytest.mark.django_db(transaction=True)]

HERE = "https://models.example/v1"
PATH = "/dashboard/recruiter/company/model/"
KEY = "sk-companys-own-0123456789"
GIVEN = {"base_url": HERE, "model": "vendor/model-1:latest", "api_key": KEY, "day_tokens": "5000"}


@pytest.fixture(autouse=True)
def allowed(settings: Any) -> Any:
    settings.VIVA_LLM_COMPANY_BASE_URLS = [HERE]
    return settings


@pytest.fixture
def model(allowed: Any) -> Iterator[ModelServer]:
    with model_server() as server:
        allowed.VIVA_LLM_COMPANY_BASE_URLS = [server.url]
        use(engine=ScriptedEngine())
        yield server
    use()
    close_database_threads()


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def test_an_owner_brings_a_key_and_no_page_shows_it(
    world: World, owner: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    assert owner.post(PATH, GIVEN | {"prompt_price": "0.5", "day_money": "9.5"}).status_code == 302
    own = CompanyModel.objects.get(company=world.company)
    assert unseal(own.sealed_key, company_id=world.company.pk) == KEY
    assert (own.model, own.day_tokens) == ("vendor/model-1:latest", 5_000)
    assert (own.prompt_price, own.completion_price, own.day_money) == (0.5, 0.0, 9.5)
    page = owner.get(PATH).content.decode()
    assert "ends with 6789" in page
    assert KEY[:-4] not in page
    assert own.sealed_key not in page
    assert KEY not in caplog.text


def test_what_was_typed_into_the_keys_field_does_not_come_back_with_an_error(world: World, owner: Client) -> None:
    answer = owner.post(PATH, GIVEN | {"model": ""})
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["model"])
    assert KEY not in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("base_url", "http://169.254.169.254/latest"),
        ("base_url", "http://127.0.0.1:8000/v1"),
        ("base_url", ""),
        ("model", "a model\r\nX-Evil: 1"),
        ("model", "x" * 121),
        ("api_key", "short"),
        ("api_key", "sk-with a space in it"),
        ("api_key", "sk-ключ-0123456789"),
        ("api_key", ""),
        ("api_key", "k" * 501),
        ("day_tokens", "-1"),
        ("day_tokens", "9" * 30),
        ("day_money", "5"),
        ("day_money", "nan"),
        ("prompt_price", "-1"),
        ("completion_price", "1e300"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_stored(owner: Client, field: str, value: str) -> None:
    answer = owner.post(PATH, GIVEN | {field: value})
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, [field])
    assert not CompanyModel.objects.exists()


def test_members_who_are_no_owners_neither_read_nor_set_nor_remove_it(world: World) -> None:
    make_own_model(world.company, base_url=HERE)
    for user in (world.recruiter, world.reviewer):
        client = signed_in(user)
        assert client.get(PATH).status_code == 403
        assert client.post(PATH, GIVEN).status_code == 403
        assert client.post(f"{PATH}remove/").status_code == 403
        assert client.post(f"{PATH}try/").status_code == 403
    assert CompanyModel.objects.get().model == "companys-model"
    assert PATH not in signed_in(world.recruiter).get("/dashboard/recruiter/company/").content.decode()


def test_another_companys_owner_sets_and_removes_their_own_alone(world: World) -> None:
    mine = make_own_model(world.company, base_url=HERE)
    foreigner = signed_in(world.foreigner)
    page = foreigner.get(PATH).content.decode()
    assert mine.model not in page
    assert mine.key_end not in page
    assert foreigner.post(PATH, GIVEN).status_code == 302
    assert foreigner.post(f"{PATH}remove/").status_code == 302
    assert CompanyModel.objects.get() == mine


def test_a_candidate_and_nobody_learn_nothing(world: World) -> None:
    assert signed_in(world.candidate).get(PATH).status_code == 404
    assert signed_in(world.candidate).post(PATH, GIVEN).status_code == 404
    assert asks_to_sign_in(Client().post(PATH, GIVEN))
    assert not CompanyModel.objects.exists()


def test_whose_sign_in_has_ended_does_not_find_the_key_in_the_page_that_asks_for_it(rf: RequestFactory) -> None:
    """What else was typed waits in that page; a form with a key does not, as one with a password."""
    others = {name: value for name, value in GIVEN.items() if name != "api_key"}
    kept, refused = [
        keep(rf.post(PATH, typed, HTTP_ACCEPT="text/html"))  # type: ignore[arg-type]
        for typed in (others, GIVEN)
    ]
    assert kept_in(kept)
    assert refused == ""


def test_an_owner_deletes_the_key(world: World, owner: Client) -> None:
    make_own_model(world.company, base_url=HERE)
    closed = owner.get(PATH).content.decode().partition('<details class="fold')[2].partition("</details>")[0]
    assert f'action="{PATH}remove/"' in closed, "no single click deletes it"
    assert "gone for good" in closed
    assert owner.post(f"{PATH}remove/").status_code == 302
    assert not CompanyModel.objects.exists()


def test_where_the_operator_allows_no_address_it_says_so(owner: Client, allowed: Any) -> None:
    allowed.VIVA_LLM_COMPANY_BASE_URLS = []
    assert "VIVA_LLM_COMPANY_BASE_URLS" in owner.get(PATH).content.decode()
    owner.post(PATH, GIVEN)
    assert not CompanyModel.objects.exists()


def test_an_address_that_is_allowed_no_more_is_told_and_can_still_be_removed(
    world: World, owner: Client, allowed: Any
) -> None:
    make_own_model(world.company, base_url=HERE)
    allowed.VIVA_LLM_COMPANY_BASE_URLS = []
    assert "It is not used" in owner.get(PATH).content.decode()
    owner.post(f"{PATH}remove/")
    assert not CompanyModel.objects.exists()


def test_it_is_tried_with_the_companys_key_and_what_it_took_is_shown(
    world: World, owner: Client, model: ModelServer
) -> None:
    own = make_own_model(world.company, base_url=model.url, key=KEY)
    own.prompt_price = 10_000.0
    own.save()
    page = owner.post(f"{PATH}try/").content.decode()
    assert "Thank you for telling me about that." in page
    assert f"<dd>{len(model.asked)}.00</dd>" in page  # 100 tokens sent each time
    assert {asked.headers["authorization"] for asked in model.asked} == {f"Bearer {KEY}"}
    assert f"{len(model.asked) * 120}" in page


def test_a_try_that_fails_says_why_in_our_words(world: World, owner: Client, model: ModelServer) -> None:
    make_own_model(world.company, base_url=model.url, key=KEY)
    model.always["*"] = Status(401)
    page = owner.post(f"{PATH}try/").content.decode()
    assert "The key is refused" in page
    assert KEY not in page
