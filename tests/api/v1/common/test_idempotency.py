"""The same key and the same body: the first answer again, and nothing more created."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from viva.accounts.models import User
from viva.api.models import StoredAnswer
from viva.api.v1.auth import views
from viva.api.v1.common import idempotency
from viva.core import time

pytestmark = [pytest.mark.unit, pytest.mark.django_db, pytest.mark.services]
PATH = "/api/v1/auth/register/"
ANN = {"username": "ann", "email": "ann@people.example", "password": "a long word of tests"}


def post(body: dict[str, Any], key: str | None = "k1", *, path: str = PATH, address: str = "10.0.0.1") -> Any:
    headers = {} if key is None else {"HTTP_IDEMPOTENCY_KEY": key}
    return APIClient().post(path, body, REMOTE_ADDR=address, **headers)


def later(than: timedelta) -> AbstractContextManager[None]:
    moment = time.now() + than + timedelta(seconds=1)
    return time.clock(lambda: moment)


def test_a_repeat_gets_the_first_answer_and_creates_nothing() -> None:
    first, second = post(ANN), post(ANN)
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json() == first.json()
    assert ("Idempotency-Replayed" in first, second["Idempotency-Replayed"]) == (False, "true")
    assert User.objects.count() == 1


def test_the_order_of_the_fields_and_the_older_path_make_no_other_call() -> None:
    first = post(ANN)
    again = post(dict(reversed(ANN.items())), path="/api/auth/register/")
    assert (again.json(), again["Idempotency-Replayed"]) == (first.json(), "true")


def test_the_same_key_with_another_body_is_409() -> None:
    post(ANN)
    answer = post(ANN | {"name": "Ann"})
    assert (answer.status_code, answer.json()) == (
        409,
        {"detail": "This Idempotency-Key was used with another body. Take a new one."},
    )


def test_without_a_key_a_repeat_is_a_call_of_its_own() -> None:
    assert [post(ANN, None).status_code, post(ANN, None).status_code] == [201, 400]
    assert StoredAnswer.objects.count() == 0


def test_another_key_and_another_caller_are_calls_of_their_own() -> None:
    assert [post(ANN).status_code, post(ANN, "k2").status_code] == [201, 400]
    assert post(ANN, address="10.0.0.2").status_code == 400


def test_after_an_error_the_key_is_free() -> None:
    assert post(ANN | {"role": "x"}).status_code == 400
    assert post(ANN).status_code == 201


def test_after_a_failure_of_ours_the_key_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(data: dict[str, Any]) -> User:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(views, "_registered", broken)
        with pytest.raises(RuntimeError):
            post(ANN)
    assert post(ANN).status_code == 201


def test_a_call_that_still_runs_is_409(monkeypatch: pytest.MonkeyPatch) -> None:
    second: list[Any] = []
    registered = views._registered

    def slow(data: dict[str, Any]) -> User:
        second.append(post(ANN))
        return registered(data)

    monkeypatch.setattr(views, "_registered", slow)
    assert post(ANN).status_code == 201
    assert (len(second), second[0].status_code) == (1, 409)
    assert second[0].json() == {
        "detail": "The call with this Idempotency-Key is still running. Ask again in a moment."
    }


def test_a_call_that_a_killed_server_left_is_taken_over() -> None:
    post(ANN)
    StoredAnswer.objects.update(status=0, answer=b"")
    User.objects.all().delete()
    assert post(ANN).status_code == 409
    with later(idempotency.CLAIMED_FOR):
        assert post(ANN).status_code == 201


def test_after_a_day_the_key_is_new() -> None:
    post(ANN)
    with later(idempotency.KEPT_FOR):
        assert post(ANN).status_code == 400  # the name is taken by now
    assert StoredAnswer.objects.count() == 0


def test_the_table_tells_nothing_of_what_was_sent_and_answered() -> None:
    told = post(ANN, "a-key-of-mine").json()
    row = StoredAnswer.objects.get()
    stored = f"{vars(row)} {bytes(row.answer)!r}"
    secrets = ["a-key-of-mine", *ANN.values(), told["access"], told["refresh"]]
    assert [secret for secret in secrets if secret in stored] == []


@pytest.mark.parametrize("key", ["", " ", "two words", "x" * 256, "käse"])
def test_what_is_no_key_is_refused(key: str) -> None:
    answer = post(ANN, key)
    assert (answer.status_code, list(answer.json())) == (400, ["Idempotency-Key"])
    assert User.objects.count() == 0
