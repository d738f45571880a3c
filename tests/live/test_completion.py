"""Completing: once, from all that was given, and never with a score that nobody gave."""

from __future__ import annotations

import asyncio

import pytest

from tests.factories.rooms import CODE, RIGHT, TALK, answer, make_session, say, submit
from viva.ai.engines.base import ConcludeRequest, Conclusion
from viva.ai.engines.base import Outcome as Ended
from viva.ai.engines.scripted import Delay, Hang, ScriptedEngine, evaluation
from viva.ai.feedback.scores import Scores
from viva.ai.grading.errors import GradingError
from viva.core.realtime.database import in_database
from viva.interviews.enums import Status
from viva.interviews.models import Interview, InterviewResponse, ResponseEvaluation
from viva.live import completion
from viva.live.completion import complete_session
from viva.live.models import InterviewSession
from viva.live.models.session import SessionStatus
from viva.live.providers import use
from viva.live.services.closing import read_closing
from viva.live.services.completion import Judged, finish_session, store_judged
from viva.live.services.saves import DraftSave, store_saves
from viva.live.services.turns import Stale
from viva.live.turns import runner
from viva.sandbox.scripted import ScriptedJudge
from viva.sandbox.types import Judgement, Verdict

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db(transaction=True)]

DOWN = GradingError("grader_busy", "down", retryable=True)
NOTHING = Scores(None, None, None, None)
FEEDBACK = Conclusion(overall_feedback="Feedback.")
PATIENCE = 60.0  # seconds until a test that waits for something gives up


def complete(session: InterviewSession) -> bool:
    return asyncio.run(complete_session(session.pk))


def interview_of(session: InterviewSession) -> Interview:
    return Interview.objects.get(pk=session.interview_id)


def outcomes(session: InterviewSession) -> list[tuple[str, float | None]]:
    rows = InterviewResponse.objects.filter(interview_id=session.interview_id).order_by("question__order")
    return list(rows.values_list("outcome", "score"))


def snapshot() -> list[list[dict]]:
    models = (Interview, InterviewSession, InterviewResponse, ResponseEvaluation)
    return [list(model.objects.order_by("pk").values()) for model in models]


def begun_and_greeted(**fields) -> InterviewSession:
    session = make_session(**fields)
    answer(session)
    return session


def test_what_was_reached_and_left_counts_nothing_and_what_was_not_reached_is_left_out(
    engine: ScriptedEngine,
) -> None:
    session = begun_and_greeted()
    say(session)
    answer(session)
    assert complete(session)
    assert outcomes(session) == [("answered", 7.0), ("left", 0.0), ("not_reached", None)]
    done = interview_of(session)
    assert (done.total_score, done.max_score, done.percentage, done.overall_score) == (7.0, 20.0, 35.0, 35.0)
    assert done.status == Status.COMPLETED


def test_a_second_time_changes_nothing(engine: ScriptedEngine) -> None:
    session = begun_and_greeted()
    say(session)
    assert complete(session)
    before = snapshot()
    assert not complete(session)
    assert snapshot() == before


def test_two_that_come_together_share_one_completion(engine: ScriptedEngine) -> None:
    session = begun_and_greeted()
    engine.script("evaluate", DOWN)
    say(session)
    answer(session)
    engine.script("evaluate", Delay(0.2))

    async def both() -> list[bool]:
        return await asyncio.gather(complete_session(session.pk), complete_session(session.pk))

    assert sorted(asyncio.run(both())) == [False, True]
    assert ResponseEvaluation.objects.count() == 1
    assert len(engine.requests("conclude")) == 1


class GatedEngine(ScriptedEngine):
    """Says when the feedback is being written, and writes it when it may."""

    def __init__(self) -> None:
        super().__init__()
        self.writing, self.may_go_on = asyncio.Event(), asyncio.Event()

    async def conclude(self, request: ConcludeRequest) -> Conclusion:
        self.writing.set()
        await self.may_go_on.wait()
        return await super().conclude(request)


@pytest.mark.usefixtures("engine")
def test_a_caller_that_goes_away_does_not_take_the_completion_with_it(judge: ScriptedJudge) -> None:
    use(engine=(engine := GatedEngine()), judge=judge)
    session = begun_and_greeted()

    async def impatient() -> bool:
        caller = asyncio.create_task(complete_session(session.pk))
        await engine.writing.wait()
        caller.cancel()
        with pytest.raises(asyncio.CancelledError):
            await caller
        engine.may_go_on.set()
        return await complete_session(session.pk)

    completed_anew = asyncio.run(asyncio.wait_for(impatient(), PATIENCE))
    assert not completed_anew
    assert len(engine.requests("conclude")) == 1
    assert interview_of(session).status == Status.COMPLETED


def test_a_turn_that_is_under_way_is_waited_for(engine: ScriptedEngine) -> None:
    session = begun_and_greeted()
    engine.script("evaluate", Delay(0.4))
    say(session)

    async def complete_in_the_middle() -> bool:
        runner.wake(session.pk)
        await asyncio.sleep(0.1)
        return await complete_session(session.pk)

    assert asyncio.run(complete_in_the_middle())
    assert outcomes(session) == [("answered", 7.0), ("left", 0.0), ("not_reached", None)]
    assert ResponseEvaluation.objects.count() == 1


def test_what_is_said_while_the_feedback_is_written_is_in_the_result(engine: ScriptedEngine) -> None:
    session = begun_and_greeted()
    engine.script("conclude", Delay(0.3))

    async def complete_and_talk() -> bool:
        completing = asyncio.create_task(complete_session(session.pk))
        await asyncio.sleep(0.15)
        await in_database(say, session)
        return await completing

    assert asyncio.run(complete_and_talk())
    assert outcomes(session)[0] == ("answered", 7.0)


def test_one_that_never_began_is_not_assessed(engine: ScriptedEngine) -> None:
    session = make_session(begun=False)
    assert complete(session)
    done = interview_of(session)
    assert (done.status, done.overall_score, done.max_score) == (Status.COMPLETED, None, 0.0)
    assert [outcome for outcome, _ in outcomes(session)] == ["not_reached"] * 3


def test_an_answer_that_could_not_be_judged_is_judged_at_the_end(engine: ScriptedEngine) -> None:
    session = begun_and_greeted()
    engine.script("evaluate", DOWN)
    say(session)
    answer(session)
    assert outcomes(session) == [("withheld", None)]
    assert complete(session)
    assert outcomes(session)[0] == ("answered", 7.0)


def test_an_answer_that_can_still_not_be_judged_is_left_out_and_not_zero(engine: ScriptedEngine) -> None:
    session = begun_and_greeted(questions=TALK[:1])
    engine.script("evaluate", DOWN, DOWN)
    say(session)
    answer(session)
    assert complete(session)
    done = interview_of(session)
    assert outcomes(session) == [("withheld", None)]
    assert (done.max_score, done.overall_score) == (0.0, None)


def test_words_whose_turn_never_came_to_its_end_are_judged_with_the_rest(
    engine: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The turn hangs longer than *Complete interview* waits: the answer is not *left without an answer*."""
    monkeypatch.setattr(completion, "DRAIN_SECONDS", 0.1)
    session = begun_and_greeted()
    say(session, "The first part.")
    answer(session)
    say(session, "An answer in a stuck turn.")
    engine.script("understand", Hang())

    async def complete_and_end_the_turn() -> bool:
        done = await complete_session(session.pk)
        await runner.stop()
        return done

    assert asyncio.run(complete_and_end_the_turn())
    assert outcomes(session) == [("answered", 7.0), ("answered", 7.0), ("not_reached", None)]
    rows = InterviewResponse.objects.filter(interview_id=session.interview_id).order_by("question__order")
    assert [row.text_response for row in rows] == ["The first part.", "An answer in a stuck turn.", ""]


def test_code_that_the_runner_could_not_judge_is_judged_at_the_end(
    engine: ScriptedEngine, judge: ScriptedJudge
) -> None:
    judge._left.append(Judgement(Verdict.IE, message="down"))
    session = begun_and_greeted(questions=(CODE,))
    submit(session)
    answer(session)
    assert complete(session)
    assert outcomes(session) == [("answered", 7.0)]
    [submission] = session.submissions.all()
    assert (submission.verdict, submission.passed) == ("AC", 3)


def test_code_that_the_runner_never_judged_is_left_out_and_not_zero(engine: ScriptedEngine) -> None:
    down = ScriptedJudge(after=Judgement(Verdict.IE, message="down"))
    use(engine=engine, judge=down)
    session = begun_and_greeted(questions=(CODE,))
    submit(session)
    answer(session)
    assert complete(session)
    assert outcomes(session) == [("withheld", None)]
    assert interview_of(session).overall_score is None
    assert InterviewResponse.objects.get().code_response == RIGHT


def test_the_title_is_the_problems_where_one_was_reached(engine: ScriptedEngine) -> None:
    session = begun_and_greeted(questions=(CODE, *TALK))
    complete(session)
    done = interview_of(session)
    assert (done.title, done.description) == ("AI Interview - Double", "Write double(n).")


def test_the_draft_is_kept(engine: ScriptedEngine) -> None:
    session = begun_and_greeted()
    store_saves([DraftSave(session.pk, 3, "I was about to s")])
    complete(session)
    session.refresh_from_db()
    assert (session.draft, session.status) == ("I was about to s", SessionStatus.COMPLETED)


class TestTwoProcesses:
    """Both have read the same; only one may write."""

    @pytest.fixture
    def session(self, engine: ScriptedEngine) -> InterviewSession:
        session = begun_and_greeted(questions=TALK[:1])
        engine.script("evaluate", DOWN)
        say(session)
        answer(session)
        return session

    def judged(self, closing, score: float | None) -> Judged:
        outcome = Ended.ANSWERED if score is not None else Ended.WITHHELD
        return Judged(closing.waiting[0], outcome, evaluation(score) if score is not None else None)

    def test_a_failed_judgement_does_not_erase_the_others_score(self, session: InterviewSession) -> None:
        mine, other = read_closing(session.pk), read_closing(session.pk)
        store_judged(mine, self.judged(mine, 8.0))
        with pytest.raises(Stale):
            store_judged(other, self.judged(other, None))
        assert outcomes(session) == [("answered", 8.0)]

    def test_nothing_is_judged_after_the_end(self, session: InterviewSession) -> None:
        mine, other = read_closing(session.pk), read_closing(session.pk)
        assert finish_session(mine, conclusion=FEEDBACK, scores=NOTHING)
        with pytest.raises(Stale):
            store_judged(other, self.judged(other, 8.0))
        assert not finish_session(other, conclusion=FEEDBACK, scores=NOTHING)
        assert outcomes(session) == [("withheld", None)]

    def test_what_came_in_since_it_was_read_is_not_passed_over(self, session: InterviewSession) -> None:
        closing = read_closing(session.pk)
        say(session, "One more thing.")
        with pytest.raises(Stale):
            finish_session(closing, conclusion=FEEDBACK, scores=NOTHING)
        assert finish_session(closing, conclusion=FEEDBACK, scores=NOTHING, insist=True)
