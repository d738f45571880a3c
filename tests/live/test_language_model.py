"""An interview held by a language model: what is stored, and that no failure of it costs the candidate."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

import pytest
from channels.layers import get_channel_layer

from tests.factories.rooms import CODE, TALK, make_session, say, submit
from tests.live.language_model import engine_on, hold, lines, turn
from tests.model_server import KEY, ModelServer, Says, Status, model_server
from viva.ai.engines.llm.config import Caps
from viva.core.realtime.database import close_database_threads
from viva.interviews.models import Interview, ResponseEvaluation
from viva.live.completion import complete_session
from viva.live.models import EngineCall, EngineSpending
from viva.live.providers import use
from viva.live.publish import room_group
from viva.live.recent import recent_lines
from viva.sandbox.scripted import ScriptedJudge

pytestmark = [pytest.mark.unit, pytest.mark.django_db(transaction=True)]

ANSWER = "I would measure first, then add an index on the columns that are filtered, and look at the plan again."


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with model_server() as server:
        yield server
    use()
    close_database_threads()


def test_the_models_words_are_stored_with_the_question_to_the_letter(model: ModelServer) -> None:
    session = hold(model)
    greeting, asked = lines(session)
    assert greeting.text == "Welcome, I am Viva. We have 30 minutes for 2 questions."
    assert asked.text == f"Thank you for telling me about that.\n\n{TALK[0].text}"


def test_an_evaluation_is_stored_with_all_that_made_it(model: ModelServer) -> None:
    session = hold(model)
    say(session, ANSWER)
    turn(session)
    [row] = ResponseEvaluation.objects.filter(response__interview=session.interview)
    assert (row.engine, row.model, row.prompt_version) == ("llm", "scripted-model-1", "judge-1")
    assert (row.temperature, row.prompt_tokens, row.completion_tokens) == (0.0, 100, 20)
    assert row.seed is not None
    assert row.latency_ms > 0
    assert row.fallback == ""


def test_each_call_leaves_a_row_with_its_line_and_no_words(model: ModelServer) -> None:
    session = hold(model)
    say(session, ANSWER)
    turn(session)
    calls = EngineCall.objects.filter(session=session).order_by("pk")
    assert [(call.kind, call.line) for call in calls] == [
        ("say", 0),
        ("say", 1),
        ("judge", 0),
        ("say", 2),
        ("say", 3),
    ]
    assert {call.cost for call in calls} == {100 * 1 + 20 * 2}
    spent = EngineSpending.objects.get(scope=f"session:{session.pk}")
    assert (spent.tokens, spent.cost) == (5 * 120, 5 * 140)
    stored = json.dumps(list(EngineCall.objects.values()), default=str)
    assert ANSWER not in stored
    assert KEY not in stored


def test_a_whole_interview_goes_on_to_its_end_with_a_server_that_answers_nothing(model: ModelServer) -> None:
    model.always["*"] = Status(503)
    session = hold(model)
    for _ in TALK[:2]:
        say(session, ANSWER)
        turn(session)
    asyncio.run(complete_session(session.pk))
    interview = Interview.objects.get(pk=session.interview_id)
    assert (interview.status, interview.overall_score) == ("completed", 70.0)
    assert (interview.overall_feedback, interview.feedback_engine) == ("Scripted feedback.", "scripted")


def test_over_the_cap_the_embedded_engine_goes_on(model: ModelServer) -> None:
    session = hold(model, caps=Caps(interview_tokens=10))
    assert model.asked == []
    assert lines(session)[0].text.startswith("greet:")
    assert set(EngineCall.objects.values_list("failure", flat=True)) == {"over_budget"}


def test_words_reach_the_room_before_the_line_is_stored(model: ModelServer) -> None:
    session = hold(model)
    model.script("say", Says("", pieces=("Thank ", "you."), pause=0.2), Says("Next one."))
    frames: list[dict] = []
    stored_then: list[int] = []

    async def listen() -> None:
        layer = get_channel_layer()
        channel = await layer.new_channel()
        await layer.group_add(room_group(session.pk), channel)
        say_now = asyncio.to_thread(say, session, ANSWER)
        await say_now
        from viva.live.turns import runner

        runner.wake(session.pk)
        while True:
            event = await asyncio.wait_for(layer.receive(channel), 20)
            frames.append(event.get("frame", {"type": event["type"]}))
            if frames[-1]["type"] == "saying" and not stored_then:
                stored_then.append(await asyncio.to_thread(lambda: len(lines(session))))
            if frames[-1]["type"] == "room.messages":
                break
        await runner.drain(session.pk, timeout=20)

    asyncio.run(listen())
    told = [frame for frame in frames if frame["type"] == "saying"]
    assert stored_then == [2]
    assert [(frame["line"], frame["piece"], frame["text"]) for frame in told[:2]] == [
        (2, 0, "Thank "),
        (2, 1, "you."),
    ]
    for line in (2, 3):
        told_of_it = "".join(frame["text"] for frame in told if frame["line"] == line)
        assert told_of_it == lines(session)[line].text


def test_a_line_that_broke_off_is_told_anew_as_it_is_stored(model: ModelServer) -> None:
    from viva.live.saying import Saying

    session = make_session()
    frames = []

    async def listen() -> None:
        layer = get_channel_layer()
        channel = await layer.new_channel()
        await layer.group_add(room_group(session.pk), channel)
        saying = Saying(session.pk, line=4)
        await saying.tell("Thank you, that w")
        await saying.settle("Let us go on.")
        await saying.settle("Let us go on.")
        frames.extend([(await layer.receive(channel))["frame"] for _ in range(2)])

    asyncio.run(listen())
    assert [(frame["piece"], frame["text"]) for frame in frames] == [
        (0, "Thank you, that w"),
        (0, "Let us go on."),
    ]


def test_a_restarted_process_knows_the_conversation_so_far(model: ModelServer) -> None:
    session = hold(model)
    say(session, "I build data stores, mostly.")
    recent_lines.forget(session.pk)
    model.asked.clear()
    turn(session)
    [first, *_] = model.requests("say")
    assert "Welcome, I am Viva" in first.text
    assert "I build data stores, mostly." in first.text


def test_nothing_of_tests_or_expected_answers_is_in_any_prompt_of_a_conversation(model: ModelServer) -> None:
    use(engine=engine_on(model), judge=ScriptedJudge())
    session = make_session(questions=(CODE, *TALK))
    turn(session)
    submit(session)
    turn(session)
    say(session, "It runs in constant time, since it only doubles.")
    turn(session)
    say(session, ANSWER)
    turn(session)
    asyncio.run(complete_session(session.pk))
    spoken = [asked.text for asked in model.requests("say")]
    assert len(spoken) >= 5
    secrets = (
        CODE.expected_answer,
        "8001",
        "8002",
        "16002",
        *(each.expected_answer for each in TALK),
        *CODE.hints,
    )
    leaks = [(secret, text) for secret in secrets for text in spoken if secret in text]
    assert leaks == []
    judged = [asked.text for asked in model.requests("judge")]
    assert any(CODE.expected_answer in text for text in judged)
    assert not any(hidden in text for hidden in ("8001", "16002") for text in judged)
