"""The API of the real server: limits and repeats under real concurrency, other devices, other origins."""

from __future__ import annotations

import json
import socket
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.server import PASSWORD, Server, serving
from viva.accounts import limits

pytestmark = pytest.mark.integration
ORIGIN = "https://app.example.org"
LOGIN, REGISTER = "/api/v1/auth/login/", "/api/v1/auth/register/"
ANN = {"username": "ann", "email": "ann@people.example", "password": "a long word of tests"}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    # The real settings: hashing as slow as in earnest leaves the longest room for a race between sign-ins.
    real = {"DJANGO_SETTINGS_MODULE": "viva.config.settings.dev", "HOST": "0.0.0.0"}
    with serving(**real, VIVA_ALLOWED_HOSTS="phone.example", VIVA_CORS_ORIGINS=ORIGIN) as running:
        yield running


def at_once(server: Server, times: int, send: Any) -> list[httpx.Response]:
    """`times` calls of `send`, as many at a time as there are threads for."""
    limited = httpx.Limits(max_connections=times)
    with (
        httpx.Client(base_url=server.url, timeout=120, limits=limited) as client,
        ThreadPoolExecutor(times) as pool,
    ):
        return [done.result() for done in [pool.submit(send, client) for _ in range(times)]]


def test_two_hundred_bad_sign_ins_at_once_never_pass_the_cap(server: Server) -> None:
    body = {"username": "admin", "password": "wrong"}
    answers = at_once(server, 200, lambda client: client.post(LOGIN, json=body))
    cap = limits.SIGN_IN_NAME_AND_ADDRESS.cap
    assert Counter(answer.status_code for answer in answers) == {401: cap, 429: 200 - cap}
    assert {tuple(answer.json()) for answer in answers} == {("detail",)}


def test_of_many_calls_with_one_key_at_once_one_creates(server: Server) -> None:
    before = len(server.rows("SELECT 1 FROM accounts_user"))
    headers = {"Idempotency-Key": "one-of-many"}
    answers = at_once(server, 12, lambda client: client.post(REGISTER, json=ANN, headers=headers))
    fresh = [one for one in answers if one.status_code == 201 and "idempotency-replayed" not in one.headers]
    assert len(fresh) == 1
    assert {one.status_code for one in answers} <= {201, 409}
    assert {one.text for one in answers if one.status_code == 201} == {fresh[0].text}
    assert len(server.rows("SELECT 1 FROM accounts_user")) == before + 1


def test_of_many_refreshes_with_one_token_at_once_one_at_most_works_and_the_family_ends(server: Server) -> None:
    signed_in = httpx.post(server.url + LOGIN, json={"username": "candidate", "password": password(server)}).json()
    body = {"refresh": signed_in["refresh"]}
    answers = at_once(server, 8, lambda client: client.post("/api/v1/auth/refresh/", json=body))
    worked = [answer for answer in answers if answer.status_code == 200]
    assert (len(worked), {answer.status_code for answer in answers} <= {200, 401}) == (1, True)
    tokens = [signed_in["access"], worked[0].json()["access"]]
    assert [me(server, token).status_code for token in tokens] == [401, 401]


def test_a_phone_on_the_network_is_served_under_a_name_that_is_allowed(server: Server) -> None:
    address = own_address()
    for host, status in ((f"phone.example:{server.port}", 401), ("other.example", 400)):
        answer = httpx.get(f"http://{address}:{server.port}/api/v1/auth/me/", headers={"Host": host}, timeout=30)
        assert (answer.status_code, list(answer.json())) == (status, ["detail"])


def test_an_origin_that_is_named_may_ask_and_read(server: Server) -> None:
    asked = {
        "Origin": ORIGIN,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type,idempotency-key",
    }
    allowed = httpx.options(server.url + REGISTER, headers=asked)
    assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (200, ORIGIN)
    assert "idempotency-key" in allowed.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in allowed.headers
    read = httpx.get(server.url + "/api/v1/auth/me/", headers={"Origin": ORIGIN})
    assert (read.status_code, read.headers["access-control-allow-origin"]) == (401, ORIGIN)
    assert "retry-after" in read.headers["access-control-expose-headers"]


def test_another_origin_and_pages_are_not_shared(server: Server) -> None:
    for path, origin in (("/api/v1/auth/me/", "https://evil.example"), ("/accounts/login/", ORIGIN)):
        answer = httpx.get(server.url + path, headers={"Origin": origin})
        assert "access-control-allow-origin" not in answer.headers


def test_ten_megabytes_are_413_in_json_whether_announced_or_in_chunks(server: Server) -> None:
    body = json.dumps({"username": "x" * 10_000_000, "password": "x"}).encode()
    chunks = (body[start : start + 65_536] for start in range(0, len(body), 65_536))
    for content in (body, chunks, 12 * 1024 * 1024 * b" "):
        answer = httpx.post(
            server.url + LOGIN, content=content, headers={"Content-Type": "application/json"}, timeout=60
        )
        assert (answer.status_code, list(answer.json())) == (413, ["detail"])


def test_a_body_in_chunks_is_read(server: Server) -> None:
    body = json.dumps({"username": "candidate", "password": password(server)}).encode()
    answer = httpx.post(
        server.url + LOGIN, content=iter([body[:10], body[10:]]), headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 200


def test_the_demos_password_is_not_the_documented_one_where_others_can_reach_it(server: Server) -> None:
    assert password(server) != PASSWORD
    answer = httpx.post(server.url + LOGIN, json={"username": "recruiter", "password": PASSWORD})
    assert answer.status_code == 401


def me(server: Server, token: str) -> httpx.Response:
    return httpx.get(server.url + "/api/v1/auth/me/", headers={"Authorization": f"Bearer {token}"})


def password(server: Server) -> str:
    """What the server printed for its demo accounts."""
    lines = server.log.read_text().splitlines()
    return next(line.removeprefix("Password: ") for line in lines if line.startswith("Password: "))


def own_address() -> str:
    """An address of this machine that others would use; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 1))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])
