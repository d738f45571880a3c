"""Arguments of the candidate's own: how they are read, what is refused, and that a try counts for nothing."""

from __future__ import annotations

import asyncio
import json
import uuid
from typing import Any

import pytest

from tests.factories.rooms import CODE, RIGHT, TALK, answer, make_session, submit
from viva.ai.engines.scripted import ScriptedEngine
from viva.insights.result import result_of
from viva.live.commands import carry_out
from viva.live.errors import BadFrame, BadInput, QuestionGone, TooLarge
from viva.live.models import ChatMessage, CodeSubmission, InterviewSession
from viva.live.own_input import read_arguments
from viva.live.protocol import LONGEST_INPUT, SendTry, parse_frame
from viva.live.runs import run_runner
from viva.live.scripts import plan_of
from viva.live.trying import arguments_of
from viva.sandbox.scripted import ScriptedJudge
from viva.sandbox.types import Judgement, TestResult, Verdict

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "takes", "arguments"),
    [
        ("[1, 2]\n3", 2, [[1, 2], 3]),
        ("[[1, 2], 3]", 2, [[1, 2], 3]),
        ("\n  [1, 2]  \n\n3\n", 2, [[1, 2], 3]),
        ("[\n[1, 2],\n3\n]", 2, [[1, 2], 3]),
        ("[1,\n2]", 2, [1, 2]),
        ("[1, 2]", 1, [[1, 2]]),
        ("[[1,\n2]]", 1, [[1, 2]]),
        ('"text"', 1, ["text"]),
        ("", 0, []),
        ("[]", 0, []),
    ],
)
def test_arguments_stand_one_a_line_or_all_in_one_array(text: str, takes: int, arguments: list[Any]) -> None:
    assert read_arguments(text, entry_point="f", takes=takes) == arguments


@pytest.mark.parametrize(
    ("text", "takes", "fault"),
    [
        ("[1, 2", 1, "This is not JSON: Expecting ',' delimiter at character 6."),
        ("1\nNone", 2, "Line 2 is not JSON: Expecting value at character 1."),
        ("'a'", 1, "This is not JSON: Expecting value at character 1."),
        ("1", 2, "f takes 2 arguments, and 1 is given."),
        ("1\n2\n3", 2, "f takes 2 arguments, and 3 are given."),
        ("", 1, "f takes 1 argument, and nothing is given."),
        ("1", 0, "f takes no argument, and 1 is given."),
        ("NaN", 1, "This holds a value that cannot be passed on as JSON."),
        ("9" * 5000, 1, "This holds a value that cannot be passed on as JSON."),
        ("[" * 7000, 1, "This holds a value that cannot be passed on as JSON."),
        ('"\\ud800"', 1, "This holds a value that cannot be passed on as JSON."),
        ('"\\u0000"', 1, "This holds a value that cannot be passed on as JSON."),
    ],
)
def test_what_cannot_be_arguments_is_told_with_its_place(text: str, takes: int, fault: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_arguments(text, entry_point="f", takes=takes)
    assert str(refused.value).startswith(fault)


def frame(**fields: Any) -> str:
    return json.dumps(
        {"type": "try", "id": str(uuid.uuid4()), "question": 1, "source": "x", "input": "1"} | fields
    )


def test_a_try_is_checked_field_by_field() -> None:
    assert isinstance(parse_frame(frame()), SendTry)
    with pytest.raises(TooLarge):
        parse_frame(frame(input="1" * (LONGEST_INPUT + 1)))
    for wrong in ({"input": 5}, {"language": "a b"}, {"question": -1}):
        with pytest.raises(BadFrame):
            parse_frame(frame(**wrong))


@pytest.fixture
def session(engine: ScriptedEngine) -> InterviewSession:
    session = make_session(questions=(CODE, *TALK))
    answer(session)
    return session


def question_of(session: InterviewSession) -> int:
    return plan_of(session).ids[0]


def send(session: InterviewSession, text: str, *, times: int = 1) -> list[dict[str, Any]]:
    """Over the socket's own way; what the room has to show for it."""
    given = SendTry(type="try", id=uuid.uuid4(), question=question_of(session), source=RIGHT, input=text)

    async def work() -> None:
        for _ in range(times):
            await carry_out(session.pk, given)
        await run_runner.drain(session.pk, timeout=10)

    asyncio.run(work())
    return [each.payload for each in ChatMessage.objects.filter(session=session, kind="verdict")]


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_a_try_shows_what_came_of_it_and_nothing_of_the_tests(
    session: InterviewSession, engine: ScriptedEngine
) -> None:
    from viva.live.providers import use

    result = TestResult(Verdict.WA, 2.0, 3.0, 900, stdout="hello\n", value=42, message="expected None, got 42")
    judge = ScriptedJudge([Judgement(Verdict.WA, (result,), "expected None, got 42")])
    use(engine=engine, judge=judge)

    [told] = send(session, "21")

    assert (told["mode"], told["verdict"], told["total"], told["message"]) == ("try", "OK", 0, "")
    [test] = told["tests"]
    assert (test["verdict"], test["args"], test["value"], test["stdout"]) == ("OK", [21], 42, "hello\n")
    assert "expected" not in test
    [wanted] = judge.asked
    assert [test.args for test in wanted.tests] == [(21,)]


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_a_try_that_fails_tells_how(session: InterviewSession, engine: ScriptedEngine) -> None:
    from viva.live.providers import use

    failed = TestResult(Verdict.RE, 1.0, 1.0, 900, stderr="ValueError: no")
    use(engine=engine, judge=ScriptedJudge([Judgement(Verdict.RE, (failed,), "ValueError: no")]))

    [told] = send(session, "21")

    assert (told["verdict"], told["message"]) == ("RE", "ValueError: no")
    assert told["tests"][0]["stderr"] == "ValueError: no"


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_a_try_sent_twice_runs_once_and_counts_for_nothing(session: InterviewSession) -> None:
    assert len(send(session, "21", times=2)) == 1
    [stored] = CodeSubmission.objects.filter(session=session)
    assert (stored.mode, stored.given, stored.verdict) == ("try", [21], "OK")
    assert result_of(session.interview, session)[0].code is None
    submit(session)
    answer(session)
    code = result_of(session.interview, session)[0].code
    assert code is not None
    assert (code.verdict, code.total) == ("AC", 3)


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_what_is_wrong_with_the_input_is_told_and_nothing_is_stored(session: InterviewSession) -> None:
    with pytest.raises(BadInput, match="double takes 1 argument, and 2 are given"):
        send(session, "1\n2")
    assert not CodeSubmission.objects.filter(session=session).exists()


@pytest.mark.django_db
def test_another_interviews_question_and_one_without_code_take_no_input(session: InterviewSession) -> None:
    other = make_session(questions=(CODE,))
    for question in (question_of(other), plan_of(session).ids[1], 10**9):
        with pytest.raises(QuestionGone):
            arguments_of(session.pk, question_id=question, text="1")


@pytest.mark.django_db
def test_the_first_samples_arguments_are_there_to_begin_with(session: InterviewSession) -> None:
    plan = plan_of(session)
    assert plan.examples == ("1", *[""] * len(TALK))
