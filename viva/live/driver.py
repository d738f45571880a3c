"""Drives the conductor through one turn: feeds it events, has its questions answered, gathers its outcome.

Runs outside any transaction. Everything that may hang has a deadline, and nothing that fails here is taken
out on the candidate: an engine that does not understand takes the words for an answer, one that cannot judge
leaves the answer unjudged.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings

from viva.ai.engines.base import Line, SayRequest, UnderstandRequest
from viva.ai.types import CodeResult, Evaluation, EvaluationRequest, Intent
from viva.live.conductor.conduct import step
from viva.live.conductor.events import (
    Begin,
    Choose,
    Chosen,
    CodeJudged,
    Evaluate,
    Evaluated,
    Event,
    HintAsked,
    Record,
    Said,
    Say,
    Tick,
    Understand,
    Understood,
)
from viva.live.conductor.script import Phase, State
from viva.live.exchanging import find_exchange
from viva.live.growing import growth_runner
from viva.live.growth import can_be_measured
from viva.live.judging import code_result, judge_submission, owner_of, verdict_message
from viva.live.models import ChatMessage
from viva.live.models.code import STOPPED
from viva.live.models.session import MessageKind
from viva.live.own_models import engine_of
from viva.live.providers import get_engine
from viva.live.saying import Saying
from viva.live.scripts import Plan
from viva.live.selectors import lines_of
from viva.live.services.remarks import Solution
from viva.live.services.turns import Exchange, JudgedCode, NewMessage, Turn, TurnOutcome

log = logging.getLogger(__name__)


@dataclass
class Gathered:
    """The turn's outcome so far; `plan` with the questions that it exchanged, `history` with what was said in it.

    `until`: when, by the monotonic clock, no engine may take more of it.
    """

    state: State
    plan: Plan
    history: list[Line]
    until: float = field(default_factory=lambda: time.monotonic() + settings.VIVA_ENGINE_SECONDS)
    messages: list[NewMessage] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    judged: list[JudgedCode] = field(default_factory=list)
    exchanges: list[Exchange] = field(default_factory=list)

    @property
    def seconds_left(self) -> float:
        return max(0.0, self.until - time.monotonic())

    def hear(self, messages: Iterable[ChatMessage]) -> None:
        self.history += lines_of(messages)

    def say(self, message: NewMessage) -> None:
        self.messages.append(message)
        self.history.append(Line("interviewer", message.text))

    def outcome(self) -> TurnOutcome:
        return TurnOutcome(
            self.state, self.messages, self.records, self.judged, exchanges=self.exchanges, plan=self.plan
        )


async def work_out(turn: Turn, *, silent_for: float = 0.0) -> TurnOutcome:
    """The whole turn: what waited for an answer, in order, then the time."""
    gathered = Gathered(turn.state, turn.plan, list(turn.history))
    if turn.state.phase is Phase.NEW:
        await _feed(turn, gathered, Begin())
    for utterance in merge(turn.waiting):
        await _take(turn, gathered, utterance)
    await _feed(turn, gathered, Tick(at=turn.at, silent_for=silent_for))
    return gathered.outcome()


def merge(messages: Iterable[ChatMessage]) -> list[list[ChatMessage]]:
    """Messages in a row are one utterance; hint requests and submissions stand alone."""
    groups: list[list[ChatMessage]] = []
    for message in messages:
        if groups and message.kind == MessageKind.TEXT == groups[-1][-1].kind:
            groups[-1].append(message)
        else:
            groups.append([message])
    return groups


async def _take(turn: Turn, gathered: Gathered, group: list[ChatMessage]) -> None:
    first = group[0]
    gathered.hear(group)
    if first.kind == MessageKind.HINT_REQUEST:
        await _feed(turn, gathered, HintAsked(at=turn.at))
    elif first.kind == MessageKind.SUBMIT:
        await _take_submission(turn, gathered, first.number)
    else:
        await _feed(turn, gathered, Said("\n".join(message.text for message in group), at=turn.at))


async def _take_submission(turn: Turn, gathered: Gathered, number: int) -> None:
    submission = turn.submissions[number]
    index = turn.plan.index_of(submission.question_id)
    problem = turn.problems[number]
    if problem is None:
        return
    started = time.monotonic()
    judged = await judge_submission(submission, problem, owner=owner_of(submission, turn.session))
    gathered.until += time.monotonic() - started  # the code's time is not the engine's
    gathered.judged.append(judged)
    gathered.messages.append(verdict_message(submission, judged))
    if judged.verdict == "AC" and can_be_measured(problem, submission.language):
        growth_runner.begin(Solution.of(submission), problem)
    if index == gathered.state.index and judged.verdict != STOPPED:
        event = CodeJudged(code_result(submission, judged), at=turn.at, trouble=judged.verdict == "IE")
        await _feed(turn, gathered, event)


async def _feed(turn: Turn, gathered: Gathered, event: Event) -> None:
    result = step(gathered.plan.script, gathered.state, event)
    gathered.state = result.state
    for effect in result.effects:
        match effect:
            case Say():
                gathered.say(await _word(turn, gathered, effect))
            case Record():
                gathered.records.append(effect)
            case Understand(text=text):
                intent = await _understand(gathered, text)
                await _feed(turn, gathered, Understood(text, intent, at=turn.at))
            case Evaluate():
                evaluation, code = await _evaluate(turn, gathered, effect)
                await _feed(turn, gathered, Evaluated(evaluation, at=turn.at, code=code))
            case Choose():
                exchanged = await _exchange(turn, gathered, effect)
                await _feed(turn, gathered, Chosen(at=turn.at, exchanged=exchanged))


async def _exchange(turn: Turn, gathered: Gathered, choose: Choose) -> bool:
    question = await find_exchange(turn.session.interview, gathered.plan, choose)
    if question is None:
        return False
    gathered.plan = gathered.plan.exchange(choose.index, question)
    gathered.exchanges.append(Exchange(choose.index, question))
    return True


async def _understand(gathered: Gathered, text: str) -> Intent:
    state = gathered.state
    question = gathered.plan.questions[state.index]
    request = UnderstandRequest(
        text=text, question=question, waiting_for=state.waiting_for, has_code=question.problem is not None
    )
    try:
        understanding = await asyncio.wait_for(get_engine().understand(request), settings.VIVA_ENGINE_SECONDS)
    except Exception as error:
        log.warning("understanding failed (%s): taken for an answer", type(error).__name__)
        return Intent.ANSWER
    return understanding.intent


async def _evaluate(
    turn: Turn, gathered: Gathered, effect: Evaluate
) -> tuple[Evaluation | None, CodeResult | None]:
    """The judgement, and the code as it was judged: with the growth of its time where that was measured."""
    index = gathered.state.index
    question = gathered.plan.questions[index]
    code = await growth_runner.add_to(
        effect.code,
        session_id=turn.session_id,
        question_id=turn.plan.ids[index],
        problem=question.problem,
    )
    request = EvaluationRequest(
        question,
        effect.answers,
        code=code,
        hints_used=effect.hints_used,
        session=turn.session_id,
        seconds=gathered.seconds_left,
    )
    return await evaluate(request), code


async def evaluate(request: EvaluationRequest) -> Evaluation | None:
    """The engine's judgement within its deadline, or None: then the answer is *not assessed*, never 0."""
    seconds = settings.VIVA_ENGINE_SECONDS
    try:
        engine = await engine_of(session_id=request.session)
        evaluation = await asyncio.wait_for(engine.evaluate(request, deadline=seconds), seconds + 1.0)
    except Exception as error:
        log.warning("an evaluation failed (%s)", type(error).__name__)
        return None
    return evaluation if evaluation.score is not None else None


async def _word(turn: Turn, gathered: Gathered, say: Say) -> NewMessage:
    """The line, heard in the room while it is being found; what is stored in the end counts."""
    request = SayRequest(
        move=say.move,
        mode=turn.plan.script.mode,
        slots=say.slots,
        seed=turn.session_id,
        turn=say.turn,
        history=tuple(gathered.history),
        role=turn.plan.script.role,
        session=turn.session_id,
        seconds=gathered.seconds_left,
    )
    saying = Saying(turn.session_id, line=say.turn)
    try:
        engine = await engine_of(session_id=turn.session_id)
        text = await asyncio.wait_for(engine.say(request, heard=saying.tell), settings.VIVA_ENGINE_SECONDS)
    except Exception as error:
        log.warning("wording failed (%s)", type(error).__name__)
        text = "\n\n".join(value for name, value in say.slots.items() if name in _PLAIN_SLOTS)
        text = text or "Let us go on."
    await saying.settle(text)
    return NewMessage(kind=say.kind, text=text, question_id=turn.plan.ids[say.index])


_PLAIN_SLOTS = ("title", "statement", "question", "hint", "clarification")
