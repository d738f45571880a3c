"""The microphone in a room: streams, turns, words, and which of them may be sent unseen."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import pytest
import pytest_asyncio

from tests.speech.turns.hearing import frames, pause, talk
from viva.core.time import clock
from viva.live import hearing
from viva.live.commands import _note_sent, spoken_payload
from viva.live.errors import BadFrame, RoomError
from viva.live.hearing import Ears, ears, parse_sound, use_recogniser
from viva.live.protocol import SendMessage, Spoken
from viva.live.said import SaidTurn
from viva.speech.errors import SpeechError
from viva.speech.stt.none import NoRecogniser
from viva.speech.stt.scripted import ScriptedRecogniser
from viva.speech.turns.frames import FRAME_BYTES, packed

pytestmark = pytest.mark.unit

ROOM = 7
STREAM = uuid.UUID("12345678-1234-5678-1234-567812345678")
BEGIN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
ANSWER = "An index is sorted and makes reads quick"


def message(pcm: bytes, *, first: int = 0, stream: uuid.UUID = STREAM, voice: bool = False) -> bytes:
    return packed(pcm, first=first, stream=stream, voice=voice)


def messages(pcm: bytes, *, size: int = 5) -> list[bytes]:
    """As a page sends them."""
    step = size * FRAME_BYTES
    whole = pcm[: len(pcm) // FRAME_BYTES * FRAME_BYTES]
    return [message(whole[at : at + step], first=at // FRAME_BYTES) for at in range(0, len(whole), step)]


@pytest_asyncio.fixture
async def told(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[dict[str, Any]]]:
    """What the room's tab is sent, and what is written down for those who judge."""
    found: list[dict[str, Any]] = []

    async def publish(session_id: int, event: dict[str, Any]) -> None:
        assert session_id == ROOM
        found.append(event["frame"])

    async def note_trouble(session_id: int, kind: str) -> None:
        found.append({"type": "incident", "kind": kind})

    monkeypatch.setattr(hearing, "publish", publish)

    async def note_unsent(session_id: int, said: Sequence[SaidTurn]) -> None:
        found.extend({"type": "unsent", "turn": each.turn} for each in said)

    monkeypatch.setattr(hearing, "note_trouble", note_trouble)
    monkeypatch.setattr(hearing, "note_unsent", note_unsent)
    yield found
    await ears.let_go(ROOM)
    use_recogniser(None)


async def say(pcm: bytes) -> int:
    """Send it all, with time for the words; the next frame that is waited for."""
    await ears.listen(ROOM, STREAM, first=0)
    for each in messages(pcm):
        answer = await ears.take(ROOM, each)
        await asyncio.sleep(0)
    await asyncio.gather(*ears.of(ROOM)._writing)
    return answer["next"]


async def test_an_answer_is_told_when_it_begins_as_it_is_understood_and_when_it_is_over(told: list) -> None:
    use_recogniser(ScriptedRecogniser(["An index is a", "sorted thing that helps"]))
    sound = pause(2) + talk(2) + pause(1) + talk(2) + pause(3)
    assert await say(sound) == len(frames(sound))
    assert [(each["type"], each["state"], each["text"], each["good"]) for each in told] == [
        ("speech", "began", "", False),
        ("speech", "partial", "An index is a", True),
        ("speech", "partial", "An index is a sorted thing that helps", True),
        ("speech", "final", "An index is a sorted thing that helps", True),
    ]


async def test_a_stream_goes_on_after_a_cut_and_what_is_sent_twice_counts_once(told: list) -> None:
    recogniser = ScriptedRecogniser([ANSWER])
    use_recogniser(recogniser)
    sent = messages(pause(2) + talk(2) + pause(2))
    await ears.listen(ROOM, STREAM, first=0)
    for each in sent[:25]:
        await ears.take(ROOM, each)
    again = await ears.listen(ROOM, STREAM, first=50)  # the line was cut: 50 frames were acknowledged
    assert again.next == 125
    for each in sent[10:]:
        answer = await ears.take(ROOM, each)
        await asyncio.sleep(0)
    await asyncio.gather(*again._writing)
    assert answer == {"type": "heard", "stream": str(STREAM), "next": 300}
    assert [each["text"] for each in told if each["state"] == "final"] == [ANSWER]
    assert len(recogniser.heard) == 1


async def test_after_a_restart_the_stream_begins_with_what_the_page_still_has(told: list) -> None:
    use_recogniser(ScriptedRecogniser())
    fresh = Ears()
    assert (await fresh.listen(ROOM, STREAM, first=50)).next == 50


async def test_another_use_of_the_microphone_ends_the_one_before(told: list) -> None:
    use_recogniser(ScriptedRecogniser())
    await ears.listen(ROOM, STREAM, first=0)
    await ears.listen(ROOM, uuid.uuid4(), first=0)
    with pytest.raises(BadFrame) as error:
        await ears.take(ROOM, message(pause(0.1)))
    assert error.value.code == "not_listening"


async def test_how_long_a_candidate_is_waited_for_outlives_a_reload_of_the_page(told: list) -> None:
    use_recogniser(ScriptedRecogniser([ANSWER] * 3))
    await say(pause(2) + (talk(1) + pause(1.2)) * 2 + talk(1))
    learned = ears.of(ROOM).learned
    assert (await ears.listen(ROOM, uuid.uuid4(), first=0)).learned is learned
    assert (await Ears().listen(ROOM, uuid.uuid4(), first=0)).learned is not learned


async def test_i_am_finished_ends_the_answer_and_a_drop_forgets_it(told: list) -> None:
    use_recogniser(ScriptedRecogniser(["An index is a"]))
    await say(pause(2) + talk(2))
    await ears.of(ROOM).finish()
    await asyncio.gather(*ears.of(ROOM)._writing)
    assert told[-1]["state"] == "final"
    use_recogniser(ScriptedRecogniser(["More of it"]))
    ear = ears.of(ROOM)
    ear.forget()
    await ear.finish()
    assert len([each for each in told if each["state"] == "final"]) == 1


async def test_a_recogniser_that_fails_is_told_and_the_answer_ends_with_what_is_missing(told: list) -> None:
    recogniser = ScriptedRecogniser()
    recogniser.trouble = SpeechError("recogniser_died", "It died.", retryable=True)
    use_recogniser(recogniser)
    await say(pause(2) + talk(2) + pause(5))
    deaf = told.index({"type": "deaf", "code": "recogniser_died"})
    assert told[deaf + 1] == {"type": "incident", "kind": "recogniser_down"}
    assert {"type": "unsent", "turn": 0} in told
    assert [(each["text"], each["missing"]) for each in told if each.get("state") == "final"] == [("", 1)]


async def test_an_interruption_hushes_the_voice_and_a_silence_is_told(told: list) -> None:
    use_recogniser(ScriptedRecogniser())
    await ears.listen(ROOM, STREAM, first=0)
    for number, each in enumerate(frames(pause(4) + talk(1))):
        await ears.take(ROOM, message(each.pcm, first=number, voice=True))
    assert [each["type"] for each in told] == ["hush", "speech"]
    await ears.listen(ROOM, uuid.UUID(int=5), first=0)
    for number, each in enumerate(frames(pause(26))):
        await ears.take(ROOM, message(each.pcm, first=number, stream=uuid.UUID(int=5)))
    assert told[-1] == {"type": "silent"}


async def test_without_a_recogniser_the_room_says_so(told: list) -> None:
    use_recogniser(NoRecogniser())
    with pytest.raises(RoomError) as error:
        await ears.listen(ROOM, STREAM, first=0)
    assert error.value.code == "no_recogniser"
    assert told == [{"type": "incident", "kind": "recogniser_down"}]
    use_recogniser(None)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 21,
        message(b""),
        message(b"\0" * 639),
        message(b"\0" * 641),
        message(b"\0" * 640 * 26),
        b"\2" + message(b"\0" * 640)[1:],
    ],
)
def test_what_is_no_sound_is_refused(data: bytes) -> None:
    with pytest.raises(BadFrame):
        parse_sound(data)


def sent(text: str, *, turn: int = 0, seen: bool, by: Literal["server", "browser"] = "server") -> SendMessage:
    spoken = Spoken(stream=STREAM, turn=turn, seen=seen, by=by)
    return SendMessage(type="message", id=uuid.uuid4(), text=text, spoken=spoken)


async def test_only_sure_words_as_they_were_heard_are_taken_unseen(told: list) -> None:
    use_recogniser(ScriptedRecogniser([ANSWER], quality=0.9))
    await say(pause(2) + talk(2) + pause(5))
    heard = {"engine": "scripted", "rough": False, "quality": 0.9, "seen": False, "mended": False, "missing": 0}
    assert spoken_payload(ROOM, sent(ANSWER, seen=False))["spoken"] == heard
    for other in (sent("Something else", seen=False), sent(ANSWER, turn=5, seen=False)):
        with pytest.raises(RoomError) as error:
            spoken_payload(ROOM, other)
        assert error.value.code == "unseen"


@pytest.mark.parametrize(("quality", "rough"), [(0.5, False), (0.9, True)])
async def test_rough_or_unsure_words_are_refused_until_they_were_looked_at(
    told: list, quality: float, rough: bool
) -> None:
    use_recogniser(ScriptedRecogniser([ANSWER], quality=quality, rough=rough))
    await say(pause(2) + talk(2) + pause(5))
    with pytest.raises(RoomError):
        spoken_payload(ROOM, sent(ANSWER, seen=False))
    payload = spoken_payload(ROOM, sent("An index is sorted.", seen=True))["spoken"]
    assert (payload["seen"], payload["mended"], payload["rough"]) == (True, True, rough)


async def spoken_at(pcm: bytes, begin: datetime) -> None:
    """As `say`, with the clock going on by what is said."""
    await ears.listen(ROOM, STREAM, first=0)
    for index, each in enumerate(messages(pcm), 1):
        moment = begin + timedelta(seconds=0.1 * index)
        with clock(lambda at=moment: at):
            await ears.take(ROOM, each)
        await asyncio.sleep(0)
    await asyncio.gather(*ears.of(ROOM)._writing)


def when(payload: dict[str, Any]) -> list[float]:
    """In seconds after BEGIN."""
    told = (datetime.fromisoformat(payload[name]) for name in ("spoken_from", "spoken_until"))
    return [(each - BEGIN).total_seconds() for each in told]


async def test_a_message_knows_when_its_words_were_said(told: list) -> None:
    use_recogniser(ScriptedRecogniser([ANSWER]))
    await spoken_at(pause(3) + talk(2) + pause(5), BEGIN)
    begin, end = when(spoken_payload(ROOM, sent(ANSWER, seen=False)))
    assert 2.5 <= begin <= 3.1
    assert 5.0 <= end <= 5.4


async def test_what_was_said_in_several_turns_is_one_message_until_it_is_sent(told: list) -> None:
    use_recogniser(ScriptedRecogniser([ANSWER, "It costs writes", "Then I measure"], rough=True))
    await spoken_at((pause(2) + talk(2) + pause(4)) * 3, BEGIN)
    both = sent(f"{ANSWER}\nIt costs writes", turn=1, seen=True)
    payload = spoken_payload(ROOM, both)
    assert payload["spoken"]["mended"] is False
    begin, end = when(payload)
    assert 1.5 <= begin <= 2.1
    assert 12.0 <= end <= 12.4
    _note_sent(ROOM, both)
    assert spoken_payload(ROOM, both) == payload  # sent again, after a cut
    begin, _ = when(spoken_payload(ROOM, sent("Then I measure", turn=2, seen=True)))
    assert 17.5 <= begin <= 18.1


async def test_words_that_were_typed_instead_leave_nothing_of_what_was_said_before(told: list) -> None:
    use_recogniser(ScriptedRecogniser([ANSWER, "It costs writes"], rough=True))
    await say(pause(2) + talk(2) + pause(5))
    assert [each.turn for each in ears.said(ROOM).unsent] == [0]
    _note_sent(ROOM, SendMessage(type="message", id=uuid.uuid4(), text="Typed."))
    assert ears.said(ROOM).unsent == ()


async def test_what_was_said_outlives_its_stream_until_the_interview_is_over(told: list) -> None:
    use_recogniser(ScriptedRecogniser([ANSWER]))
    await say(pause(2) + talk(2) + pause(5))
    await ears.listen(ROOM, uuid.uuid4(), first=0)  # the microphone is switched off and on
    assert spoken_payload(ROOM, sent(ANSWER, seen=False))["spoken"]["engine"] == "scripted"
    assert [(each.turn, each.missing) for each in await ears.let_go(ROOM)] == [(0, 0)]
    assert await ears.let_go(ROOM) == ()


async def test_who_is_cut_off_in_the_middle_has_said_something(told: list) -> None:
    recogniser = ScriptedRecogniser(["An index"])
    use_recogniser(recogniser)
    await spoken_at(pause(2) + talk(3), BEGIN)
    [said] = await ears.let_go(ROOM)
    assert said.missing == 1
    assert 1.5 <= (said.begin - BEGIN).total_seconds() <= 2.2
    assert (said.end - BEGIN).total_seconds() == pytest.approx(5.0)


def test_the_browsers_words_are_a_draft_and_told_as_its_own() -> None:
    seen = spoken_payload(ROOM, sent(ANSWER, seen=True, by="browser"))

    assert seen == {"spoken": {"engine": "browser", "rough": True, "seen": True}}
    with pytest.raises(RoomError):
        spoken_payload(ROOM, sent(ANSWER, seen=False, by="browser"))


def test_typed_words_have_nothing_beside_them() -> None:
    assert spoken_payload(ROOM, SendMessage(type="message", id=uuid.uuid4(), text="Typed.")) == {}
