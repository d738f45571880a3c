"""What was said and never sent is not judged: the question is *not assessed* and flagged, and counts no zero."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from tests.factories.rooms import TALK, answer, say
from tests.factories.sittings import begin, make_sitting
from tests.live.test_hearing import messages
from tests.speech.turns.hearing import pause, talk
from viva.ai.engines.scripted import ScriptedEngine
from viva.core.time import clock, now
from viva.interviews.enums import Outcome
from viva.interviews.models import Interview, InterviewResponse, ResponseEvaluation
from viva.interviews.services.overrides import override_score
from viva.interviews.services.withholding import UNHEARD, withhold_unheard
from viva.live import commands
from viva.live.completion import complete_session
from viva.live.hearing import Ears, ears, parse_sound, use_recogniser
from viva.live.models import InterviewSession, Utterance
from viva.live.protocol import SendMessage, Spoken
from viva.live.services.utterances import Unsent, keep_unsent
from viva.speech.errors import SpeechError
from viva.speech.stt.scripted import ScriptedRecogniser

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db(transaction=True)]

STREAM = uuid.UUID(int=9)
DEAD = SpeechError("recogniser_died", "It died.", retryable=True)
ANSWER = pause(2) + talk(2) + pause(5)


@pytest.fixture
def recogniser() -> Iterator[ScriptedRecogniser]:
    scripted = ScriptedRecogniser(["an index is sorted"], rough=True)
    use_recogniser(scripted)
    yield scripted
    use_recogniser(None)


@pytest.fixture
def session(engine: ScriptedEngine, recogniser: ScriptedRecogniser) -> InterviewSession:
    """A company's interview that has come to its first question."""
    made = begin(make_sitting(starts_at=now(), questions=TALK))
    answer(made)
    return made


@asynccontextmanager
async def spoken(session: InterviewSession, sound: bytes) -> AsyncIterator[Ears]:
    """It was said, and heard as far as it could be."""
    ear = await ears.listen(session.pk, STREAM, first=0)
    begun = now()
    for index, each in enumerate(messages(sound)):
        moment = begun + timedelta(seconds=0.1 * index)
        with clock(lambda at=moment: at):
            await ear.take(parse_sound(each)[1])
        await asyncio.sleep(0)
    await asyncio.gather(*ear._writing)
    yield ears
    await ears.let_go(session.pk)


def speak_and_complete(session: InterviewSession, sound: bytes = ANSWER, *, send: str = "") -> None:
    """`send`: the candidate mends what was heard, and sends it."""

    async def held() -> None:
        async with spoken(session, sound):
            if send:
                told = Spoken(stream=STREAM, turn=0, seen=True)
                frame = SendMessage(type="message", id=uuid.uuid4(), text=send, spoken=told)
                await commands.carry_out(session.pk, frame)
            await complete_session(session.pk)

    asyncio.run(held())


def first(session: InterviewSession) -> InterviewResponse:
    return InterviewResponse.objects.get(interview=session.interview_id, question__order=1)


def unassessed(response: InterviewResponse) -> bool:
    told = (response.outcome, response.score, response.is_evaluated, response.needs_review)
    return told == (Outcome.WITHHELD, None, False, True)


def test_an_answer_that_the_recogniser_lost_is_withheld_and_flagged(
    session: InterviewSession, recogniser: ScriptedRecogniser, engine: ScriptedEngine
) -> None:
    recogniser.trouble = DEAD
    speak_and_complete(session)
    assert unassessed(first(session))
    judgement = ResponseEvaluation.objects.get()
    assert (judgement.score, judgement.reason, judgement.needs_review) == (None, UNHEARD.reason, True)
    assert engine.requests("evaluate") == []
    interview = Interview.objects.get(pk=session.interview_id)
    assert (interview.max_score, interview.assessed) == (0.0, False)
    assert Utterance.objects.get().question_id == first(session).question_id


def test_who_said_nothing_has_left_the_question(session: InterviewSession) -> None:
    speak_and_complete(session, pause(5))
    assert (first(session).outcome, first(session).score) == (Outcome.LEFT, 0.0)
    assert not Utterance.objects.exists()


def test_rough_words_that_were_never_sent_are_not_judged(
    session: InterviewSession, engine: ScriptedEngine
) -> None:
    speak_and_complete(session)
    assert unassessed(first(session))
    assert first(session).text_response == ""
    assert engine.requests("evaluate") == []
    assert Utterance.objects.get().text == ""  # without their speaker's leave they are not kept either


def test_who_is_cut_off_by_the_end_is_not_judged_by_half_a_sentence(session: InterviewSession) -> None:
    speak_and_complete(session, pause(2) + talk(3))
    assert unassessed(first(session))


def test_rough_words_that_were_mended_and_sent_are_judged(
    session: InterviewSession, engine: ScriptedEngine
) -> None:
    speak_and_complete(session, send="An index is sorted.")
    response = first(session)
    assert (response.outcome, response.text_response) == (Outcome.ANSWERED, "An index is sorted.")
    assert response.score is not None
    assert [each.message_id for each in Utterance.objects.all()] == [response_message(session)]


def response_message(session: InterviewSession) -> int:
    return session.messages.get(text="An index is sorted.").pk


def test_an_answer_that_was_typed_after_it_was_lost_is_judged(
    session: InterviewSession, recogniser: ScriptedRecogniser
) -> None:
    recogniser.trouble = DEAD

    async def lost() -> None:
        async with spoken(session, ANSWER):
            pass

    asyncio.run(lost())
    say(session, "Typed after all.")
    answer(session)
    asyncio.run(complete_session(session.pk))
    assert first(session).outcome == Outcome.ANSWERED
    assert Utterance.objects.get().message is None  # and what was lost is still told


def unsent(session: InterviewSession, *, seconds: float = 5.0, has_words: bool = False) -> Unsent:
    begun = session.messages.latest("number").created_at + timedelta(seconds=1)
    return Unsent("late", begun, begun + timedelta(seconds=seconds), missing=1, has_words=has_words)


def test_what_is_known_only_after_the_end_changes_the_result(session: InterviewSession) -> None:
    asyncio.run(complete_session(session.pk))
    assert Interview.objects.get(pk=session.interview_id).max_score == 10.0  # a zero, until it is known
    keep_unsent(session.pk, [unsent(session)])
    assert unassessed(first(session))
    assert Interview.objects.get(pk=session.interview_id).max_score == 0.0


def test_a_cough_is_no_answer(session: InterviewSession) -> None:
    keep_unsent(session.pk, [unsent(session, seconds=0.5)])
    assert not Utterance.objects.exists()
    keep_unsent(session.pk, [unsent(session, seconds=0.5, has_words=True)])  # "Yes."
    assert Utterance.objects.count() == 1


def test_the_same_is_kept_once(session: InterviewSession) -> None:
    for _ in range(2):
        keep_unsent(session.pk, [unsent(session)])
    assert Utterance.objects.count() == 1


def test_a_persons_score_stays(session: InterviewSession) -> None:
    asyncio.run(complete_session(session.pk))
    override_score(first(session).pk, by=session.interview.user, score=4.0, reason="Heard it.")
    keep_unsent(session.pk, [unsent(session)])
    assert first(session).score == 4.0


def test_only_what_was_left_is_withheld(session: InterviewSession) -> None:
    say(session)
    answer(session)
    asyncio.run(complete_session(session.pk))
    assert first(session).outcome == Outcome.ANSWERED
    assert withhold_unheard(session.interview_id, [first(session).question_id]) == 0
