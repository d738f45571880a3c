"""What the candidate must not know is in no frame: not in the welcome, the state, a message or a verdict."""

from __future__ import annotations

import asyncio
import json
import uuid
from dataclasses import replace

import pytest

from tests.factories.rooms import CODE, TALK, answer, make_session, say, submit
from viva.accounts.actors import UserActor
from viva.ai.types import CodeResult
from viva.live.consumers.room import _read_room
from viva.live.frames import message_frame
from viva.live.judging import HIDDEN_FAILED, code_result, judge_submission
from viva.live.models import CodeSubmission, InterviewSession
from viva.live.providers import use
from viva.live.services import inbox
from viva.live.services.turns import load_turn
from viva.sandbox.scripted import ScriptedJudge
from viva.sandbox.types import Judgement, TestResult, Verdict

pytestmark = [pytest.mark.unit, pytest.mark.usefixtures("engine")]

SECRETS = (
    "the-expected-answer",
    "Scripted answer",
    "8001",
    "16002",
    "8002",
    "second-hint-text",
    "What does it cost?",
)


def shown(session: InterviewSession) -> str:
    """All that a tab that comes in now is sent."""
    frame, _ = _read_room(UserActor(session.interview.user), session.pk, 0)
    return json.dumps(frame, ensure_ascii=False)


def secrets_in(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


@pytest.mark.django_db
def test_no_expected_answer_hidden_test_or_later_hint_is_sent() -> None:
    session = make_session(questions=(CODE, *TALK))
    answer(session)
    inbox.accept_hint_request(session.pk, client_id=uuid.uuid4())
    answer(session)
    failed = TestResult(Verdict.RE, message="ValueError: (8001,)", stdout="8001", stderr="8001", value=8001)
    fine = TestResult(Verdict.AC, value=2)
    use(judge=ScriptedJudge(after=Judgement(Verdict.RE, (fine, failed, failed), "ValueError: (8001,)")))
    submit(session, "def double(n):\n    raise ValueError(n)\n")
    answer(session)
    text = shown(session)
    assert "first-hint-text" in text
    assert secrets_in(text) == []


@pytest.mark.django_db
def test_the_search_finds_a_secret_where_there_is_one() -> None:
    """The control: a frame made of the question itself is full of them."""
    session = make_session(questions=(CODE, *TALK))
    asked = session.interview.questions.select_related("tests")
    text = json.dumps([[each.spec, each.tests and [each.tests.samples, each.tests.hidden]] for each in asked])
    assert secrets_in(text) == list(SECRETS)


@pytest.mark.django_db
def test_a_message_with_markup_is_sent_as_text() -> None:
    session = make_session()
    frame = message_frame(say(session, "<b onclick=x>bold</b> `<i>`"))
    assert "<b" not in frame["html"]
    assert frame["text"] == "<b onclick=x>bold</b> `<i>`"


def _judged(*verdicts: Verdict, message: str = "secret input 8001"):
    results = tuple(TestResult(verdict, stdout="8001", stderr="8001", value=8001) for verdict in verdicts)
    whole = next((verdict for verdict in verdicts if verdict is not Verdict.AC), Verdict.AC)
    use(judge=ScriptedJudge(after=Judgement(whole, results, message)))
    submission = CodeSubmission(session_id=1, question_id=1, number=4, mode="submit", source="x")
    assert CODE.problem
    return submission, asyncio.run(judge_submission(submission, CODE.problem))


def test_a_hidden_test_shows_its_verdict_time_and_memory_and_its_failure_no_words() -> None:
    _, judged = _judged(Verdict.AC, Verdict.RE, Verdict.AC)
    assert judged.message == HIDDEN_FAILED
    assert [set(result) for result in judged.results[1:]] == 2 * [
        {"verdict", "cpu_ms", "wall_ms", "memory_kb", "hidden"}
    ]


def test_a_sample_test_shows_why_it_failed() -> None:
    _, judged = _judged(Verdict.RE, Verdict.RE, Verdict.RE, message="NameError: n")
    assert judged.message == "NameError: n"
    assert judged.results[0]["args"] == [1]


def test_a_run_is_judged_by_the_samples_alone() -> None:
    judge = ScriptedJudge()
    use(judge=judge)
    submission = CodeSubmission(session_id=1, question_id=1, number=4, mode="run", source="x")
    assert CODE.problem
    judged = asyncio.run(judge_submission(submission, CODE.problem))
    assert (judged.total, judged.passed) == (1, 1)
    assert [test.args for test in judge.asked[0].tests] == [(1,)]


def test_code_without_a_test_to_fail_is_not_accepted() -> None:
    use(judge=ScriptedJudge())
    submission = CodeSubmission(session_id=1, question_id=1, number=4, mode="submit", source="x")
    problem = replace(CODE.problem, samples=(), hidden=())
    assert asyncio.run(judge_submission(submission, problem)).verdict == "IE"


def test_a_judge_that_raises_or_hangs_is_our_trouble() -> None:
    class Broken:
        async def judge(self, submission: object) -> Judgement:
            raise OSError("no socket")

    class Stuck:
        async def judge(self, submission: object) -> Judgement:
            return await asyncio.Event().wait()  # type: ignore[return-value]

    submission = CodeSubmission(session_id=1, question_id=1, number=4, mode="submit", source="x")
    assert CODE.problem
    for judge in (Broken(), Stuck()):
        use(judge=judge)  # type: ignore[arg-type]
        judged = asyncio.run(judge_submission(submission, CODE.problem, seconds=0.05))
        assert (judged.verdict, judged.passed, judged.total) == ("IE", 0, 3)


def test_what_the_conductor_hears_of_code_is_what_was_judged() -> None:
    submission, judged = _judged(Verdict.AC, Verdict.WA, Verdict.AC)
    assert code_result(submission, judged) == CodeResult("x", "python", 2, 3, "WA")


@pytest.mark.django_db
def test_a_room_shows_its_own_user_alone_what_stands_in_it() -> None:
    session, other = make_session(), make_session()
    with pytest.raises(InterviewSession.DoesNotExist):
        _read_room(UserActor(other.interview.user), session.pk, 0)
    assert load_turn(session.pk)
