"""One attempt, against real sockets on loopback."""

from __future__ import annotations

import hashlib
import hmac
import re
import socket
import time
from typing import Any

import pytest

from tests.notifications.receiver import dripping, receiving
from viva.notifications import addresses
from viva.notifications.posting import Answer, Post, send

pytestmark = pytest.mark.unit


@pytest.fixture
def loopback(settings: Any) -> None:
    settings.VIVA_WEBHOOK_NETWORKS = ["127.0.0.0/8"]


def post(url: str) -> Post:
    return Post(url=url, secret="a secret", event="interview.completed", key="one", body=b'{"id": "one"}')


@pytest.mark.usefixtures("loopback")
class TestSending:
    def test_the_receiver_gets_the_body_and_can_check_who_signed_it(self) -> None:
        with receiving() as receiver:
            assert send(post(receiver.url)) == Answer(204)
        [got] = receiver.got
        assert (got.path, got.body) == ("/hook?of=viva", b'{"id": "one"}')
        assert (got.headers["Viva-Event"], got.headers["Viva-Delivery"]) == ("interview.completed", "one")
        assert got.headers["Content-Type"] == "application/json"
        at, digest = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", got.headers["Viva-Signature"]).groups()
        assert digest == hmac.new(b"a secret", f"{at}.".encode() + got.body, hashlib.sha256).hexdigest()
        assert abs(int(at) - time.time()) < 60

    def test_a_redirect_is_not_followed(self) -> None:
        with receiving() as receiver, receiving() as elsewhere:
            receiver.answers, receiver.location = [302], elsewhere.url
            answer = send(post(receiver.url))
        assert (answer.status, answer.arrived, elsewhere.got) == (302, False, [])

    @pytest.mark.parametrize(("status", "arrived"), [(200, True), (299, True), (400, False), (503, False)])
    def test_only_2xx_takes_it(self, status: int, arrived: bool) -> None:
        with receiving() as receiver:
            receiver.answers = [status]
            assert send(post(receiver.url)).arrived is arrived

    def test_nobody_there_is_told_and_not_raised(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as closed:
            port = closed.getsockname()[1]
        assert send(post(f"http://127.0.0.1:{port}/")) == Answer(None, "The connection failed or was cut.")

    def test_a_receiver_that_drips_is_cut_when_the_time_is_over(self) -> None:
        with dripping() as url:
            started = time.monotonic()
            answer = send(post(url), seconds=0.5)
        assert answer == Answer(None, "The server did not answer in time.")
        assert time.monotonic() - started < 5

    def test_a_certificate_that_nobody_vouches_for_is_refused(self) -> None:
        with receiving() as receiver:
            answer = send(post(receiver.url.replace("http://", "https://")), seconds=2)
        assert (answer, receiver.got) == (Answer(None, "The secure connection could not be made."), [])


def test_loopback_is_refused_without_being_asked() -> None:
    with receiving() as receiver:
        assert send(post(receiver.url)) == Answer(None, "This address is of a private network.")
    assert receiver.got == []


def test_a_name_that_changes_its_mind_is_asked_once_and_reached_where_it_was_judged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """DNS rebinding: the second answer would be loopback. The connection goes to the first."""
    asked: list[str] = []
    connected: list[tuple[str, int]] = []

    def getaddrinfo(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (["8.8.8.8", "127.0.0.1"][len(asked) - 1], port))]

    def create_connection(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(addresses.socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(socket, "create_connection", create_connection)
    assert send(post("http://rebinding.example/")).status is None
    assert (asked, connected) == (["rebinding.example"], [("8.8.8.8", 80)])


def test_a_name_that_nobody_knows_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def getaddrinfo(*_: Any, **__: Any) -> list[Any]:
        raise socket.gaierror

    monkeypatch.setattr(addresses.socket, "getaddrinfo", getaddrinfo)
    assert send(post("http://unknown.example/")) == Answer(None, "The name of the server is not known.")
