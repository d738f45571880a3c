"""Whatever comes in on the socket, the parser answers with a frame or a typed error that can be sent back."""

from __future__ import annotations

import json
import uuid

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from viva.live.errors import BadFrame, RoomError, TooLarge
from viva.live.frames import error_frame
from viva.live.protocol import LONGEST_MESSAGE, Ping, SendMessage, client_id_of, parse_frame

pytestmark = pytest.mark.unit

ID = str(uuid.uuid4())
TYPES = ["hello", "message", "hint", "run", "submit", "edits", "draft", "ping", "", "\ud800", 5]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from([*TYPES, ID, 2**53, -1]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)
FIELDS = ["id", "text", "last", "tab", "question", "source", "seq", "changes", "length", "t"]
FRAMES = st.builds(
    lambda kind, fields: {"type": kind, **fields},
    st.sampled_from(TYPES),
    st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=6),
)


def sendable(frame: object) -> bytes:
    """As the consumer sends it; a browser must be able to read it."""
    data = json.dumps(frame, ensure_ascii=False, allow_nan=False).encode()
    json.loads(data)
    return data


def take(text: str) -> None:
    try:
        frame = parse_frame(text)
    except RoomError as error:
        answer = error_frame(error, client_id=client_id_of(text))
        assert len(sendable(answer)) < 4_096
    else:
        if isinstance(frame, Ping):
            sendable({"type": "pong", "t": frame.t})


@given(st.text() | st.text(alphabet='{}[]":,0123456789eE.-+truefalsn\\ud8', max_size=60))
@example("[" * 100_000)
@example('{"type":"ping","t":' + "[" * 900 + "]" * 900 + "}")
@example('{"type":"ping","t":NaN}')
@example('{"type":"ping","t":1e999}')
@example('{"type":"ping","t":"\\ud800"}')
@example('{"type":"\\ud800"}')
@example('{"type":"' + "x" * 100_000 + '"}')
@example('{"type":"ping","t":' + "9" * 4_000 + "}")
@example('{"type":"hello","last":' + "9" * 5_000 + "}")
def test_no_text_leads_to_anything_but_a_frame_or_a_typed_error(text: str) -> None:
    take(text)


@given(FRAMES)
def test_no_object_leads_to_anything_but_a_frame_or_a_typed_error(frame: dict) -> None:
    take(json.dumps(frame))


@given(st.text(min_size=1, max_size=200))
def test_words_come_through_as_the_database_can_store_them(text: str) -> None:
    taken = parse_frame(json.dumps({"type": "message", "id": ID, "text": text}))
    assert isinstance(taken, SendMessage)
    assert taken.text == text.replace("\x00", "\ufffd")


def test_half_a_surrogate_pair_is_replaced_and_the_length_kept() -> None:
    taken = parse_frame(json.dumps({"type": "message", "id": ID, "text": "a\ud83db\ude00"}))
    assert isinstance(taken, SendMessage)
    assert taken.text == "a\ufffdb\ufffd"


@pytest.mark.parametrize(
    ("length", "error"), [(0, BadFrame), (1, None), (LONGEST_MESSAGE, None), (LONGEST_MESSAGE + 1, TooLarge)]
)
def test_a_message_has_between_1_and_8000_characters(length: int, error: type[Exception] | None) -> None:
    text = json.dumps({"type": "message", "id": ID, "text": "x" * length})
    if error is None:
        parse_frame(text)
    else:
        with pytest.raises(error):
            parse_frame(text)


@pytest.mark.parametrize("number", [True, 1.0, "1", -1, 2**53 + 1, None])
def test_a_number_is_a_number_that_a_browser_can_hold(number: object) -> None:
    with pytest.raises(BadFrame):
        parse_frame(json.dumps({"type": "edits", "question": 1, "seq": number, "changes": [], "length": 0}))


def test_the_id_of_a_refused_command_is_named() -> None:
    assert client_id_of(json.dumps({"type": "message", "id": ID})) == ID
    assert [client_id_of(text) for text in ("{", "[]", "{}", '{"id": "x"}', '{"id": null}')] == 5 * [None]
