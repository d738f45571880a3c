"""One try of the language model, outside any interview: is it there, what can it do, does it word and judge."""

from __future__ import annotations

from dataclasses import dataclass

from viva.ai.engines.base import EngineError, Line, Mode, Move, SayRequest
from viva.ai.engines.embedded import EmbeddedEngine
from viva.ai.engines.llm.config import ModelConfig
from viva.ai.engines.llm.engine import LanguageModelEngine
from viva.ai.engines.llm.failures import Cause
from viva.ai.engines.llm.probe import Found
from viva.ai.engines.llm.spending import MemoryLedger
from viva.ai.grading.pool import GraderPool
from viva.ai.types import Difficulty, Evaluation, EvaluationRequest, KeyPoint, Kind, Question

QUESTION = Question(
    id="trial",
    text="What does an index in a database make faster, and what slower?",
    kind=Kind.TECHNICAL,
    difficulty=Difficulty.EASY,
    expected_answer="Finding rows becomes faster, since not every row is read; writing becomes slower.",
    key_points=(
        KeyPoint("reads", "Finding rows becomes faster."),
        KeyPoint("writes", "Writing becomes slower."),
    ),
)
ANSWER = "It makes finding rows faster, because the database does not have to read all of them."
SPOKEN = SayRequest(
    Move.ACKNOWLEDGE, Mode.PRACTICE, history=(Line("interviewer", QUESTION.text), Line("candidate", ANSWER))
)

REMEDIES = {
    Cause.UNREACHABLE: "Is VIVA_LLM_BASE_URL right, with its port and /v1, and is the server running?",
    Cause.TIMEOUT: "The server took the request and did not finish. A model that is being loaded takes long the "
    "first time; else take a smaller one, or give it more time (VIVA_ENGINE_SECONDS).",
    Cause.UNAUTHORIZED: "Look at VIVA_LLM_API_KEY (or the file of VIVA_LLM_API_KEY_FILE): the server refuses it.",
    Cause.NO_MODEL: "Is VIVA_LLM_MODEL spelt as the server names it, and does VIVA_LLM_BASE_URL end with /v1?",
    Cause.RATE_LIMITED: "The server asks for a pause, or the account has nothing left to spend.",
    Cause.SERVER_ERROR: "Look into the server's own log.",
    Cause.CUT_OFF: "The connection ended amid the reply. Is there a proxy that does not pass streams on?",
    Cause.EMPTY: "The model said nothing. One that thinks first may need more tokens than it was given.",
    Cause.MALFORMED: "The model does not write JSON. Interviews go on, judged by the embedded grader.",
    Cause.WRONG_SCHEMA: "The model does not keep to a form. Interviews go on, judged by the embedded grader.",
    Cause.BAD_REQUEST: "The server does not take the request. Is it an OpenAI-compatible one?",
    Cause.REFUSED: "The model refuses to answer. Take another one.",
    Cause.OVER_BUDGET: "The day's limit is reached (VIVA_LLM_DAY_TOKENS, VIVA_LLM_DAY_MONEY).",
}


@dataclass(frozen=True, slots=True)
class Trial:
    """`line` and `evaluation` are None where the server was not there. Where there are `failures`, the embedded
    engine stood in for one of them."""

    found: Found
    line: str | None = None
    evaluation: Evaluation | None = None
    failures: tuple[str, ...] = ()
    tokens: int = 0

    @property
    def remedy(self) -> str:
        cause = self.found.failure or (self.failures[0] if self.failures else "")
        return REMEDIES.get(Cause(cause), "") if cause else ""


async def try_model(config: ModelConfig) -> Trial:
    """A few requests of some hundred tokens. Never raises."""
    ledger = MemoryLedger()
    embedded = EmbeddedEngine(grader=GraderPool(workers=1))
    engine = LanguageModelEngine(config, embedded=embedded, ledger=ledger)
    try:
        found = await engine.look()
        if found.failure:
            return Trial(found)
        await embedded.start()
        line = await engine.say(SPOKEN)
        evaluation = await engine.evaluate(
            EvaluationRequest(QUESTION, (ANSWER,)), deadline=config.seconds.judge + 1
        )
    except EngineError:
        return Trial(found, failures=_failures(ledger), tokens=ledger.day.tokens)
    finally:
        await engine.stop()
    return Trial(found, line, evaluation, _failures(ledger), ledger.day.tokens)


def _failures(ledger: MemoryLedger) -> tuple[str, ...]:
    return tuple(record.failure for record in ledger.records if record.failure)
