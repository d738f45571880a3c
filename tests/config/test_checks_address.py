"""The address of another server: whole, bare, and over TLS where others could read; never repeated."""

from __future__ import annotations

import pytest

from viva.config.checks_address import Server, address_amiss

pytestmark = pytest.mark.unit

SERVER = Server(
    example="it up to /v1",
    secrets="THE_KEY",
    sent="what is sent",
    not_whole="not whole",
    not_bare="not bare",
    in_clear="in clear",
)


def found(text: str) -> list[str]:
    messages = list(address_amiss("THE_URL", text, SERVER))
    assert all(each.msg.startswith("THE_URL ") and each.hint for each in messages)
    assert all("example.org" not in f"{each.msg} {each.hint}" for each in messages)
    return [str(each.id) for each in messages]


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org",
        "https://example.org:8443/v1",
        "https://10.1.2.3/v1",
        "http://localhost:11434/v1",
        "http://127.0.0.1:65535",
        "http://[::1]:5050",
    ],
)
def test_what_is_whole_and_bare_passes(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.org/v1",
        "//example.org/v1",
        "ftp://example.org/v1",
        "https://",
        "https:///v1",
        "http://[",
        "https://example.org:port/v1",
        "https://example.org:0/v1",
        "https://example.org:65536/v1",
        "https://example.org:-1/v1",
        "https://example .org/v1",
        "https://example.org/v1\nhttps://example.org/v2",
    ],
)
def test_what_is_no_whole_address_is_told(text: str) -> None:
    assert found(text) == ["not whole"]


@pytest.mark.parametrize(
    "text",
    [
        "https://me@example.org/v1",
        "https://:word@example.org/v1",
        "https://example.org/v1?key=word",
        "https://example.org/v1#word",
    ],
)
def test_what_holds_more_than_an_address_is_told(text: str) -> None:
    assert found(text) == ["not bare"]


@pytest.mark.parametrize("text", ["http://example.org/v1", "http://10.1.2.3:5050", "http://[fd00::1]:5050"])
def test_what_others_can_read_on_the_way_is_warned_of(text: str) -> None:
    assert found(text) == ["in clear"]
