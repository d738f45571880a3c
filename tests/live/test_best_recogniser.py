"""Which recogniser writes down again what was said: the best that its candidate was told of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from viva.live.hearing import use_recogniser
from viva.live.hearing_again import best_recogniser, use_best_recogniser
from viva.speech.endpoint import Endpoint
from viva.speech.stt.endpoint import EndpointRecogniser
from viva.speech.stt.none import NoRecogniser
from viva.speech.stt.pocketsphinx import PocketsphinxRecogniser

pytestmark = pytest.mark.unit


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    yield
    use_recogniser(None)
    use_best_recogniser(None)


def test_a_server_that_listens_live_does_so_afterwards(settings: Any) -> None:
    live = EndpointRecogniser(Endpoint("http://127.0.0.1:9/v1", "m", ""))
    use_recogniser(live)
    assert best_recogniser() is live


def test_no_server_is_sent_what_was_not_sent_to_it_before(settings: Any) -> None:
    settings.VIVA_LISTEN_URL = "http://127.0.0.1:9/v1"
    use_recogniser(PocketsphinxRecogniser())
    assert best_recogniser().name in {"whisper", "pocketsphinx", "none"}


def test_where_nobody_listens_nobody_writes_down() -> None:
    use_recogniser(NoRecogniser())
    assert best_recogniser().available is False
