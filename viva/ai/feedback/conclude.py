"""Feedback over the whole interview, built from its evaluations alone: nothing is praised that was not said."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from viva.ai.engines.base import AnsweredQuestion, ConcludeRequest, Conclusion, Outcome
from viva.ai.feedback.evidence import topic_of
from viva.ai.feedback.findings import strengths, weaknesses
from viva.ai.feedback.phrases import Phrases
from viva.ai.feedback.recommend import recommend
from viva.ai.feedback.scores import is_assessed, overall, points

GOOD = 7.0  # points out of 10 from which a topic is called strong
MASTERED = 8.0  # and from which a skill need not be practised

ENGINE = "embedded"
MODEL = "feedback-1"


def conclude(request: ConcludeRequest) -> Conclusion:
    """Deterministic. An overall feedback of 3 to 5 sentences and three recommendations, whatever happened."""
    phrases = Phrases(request.mode, request.locale)
    assessed = any(is_assessed(item) for item in request.answered)
    return Conclusion(
        overall_feedback=_overall(request, phrases) if assessed else _nothing(request, phrases),
        strengths=strengths(request.answered, phrases) if assessed else (),
        weaknesses=weaknesses(request.answered, phrases) if assessed else (),
        recommendations=recommend(request, phrases),
        practise=skills_to_practise(request.answered),
        engine=ENGINE,
        model=MODEL,
    )


def skills_to_practise(answered: tuple[AnsweredQuestion, ...]) -> tuple[str, ...]:
    """The skills of counted questions with a mean below MASTERED, weakest first; ties in the order of asking."""
    earned: dict[str, list[float]] = defaultdict(list)
    for item in answered:
        score = points(item)
        for skill in item.question.skills if score is not None else ():
            earned[skill].append(score or 0.0)
    means = {skill: sum(scores) / len(scores) for skill, scores in earned.items()}
    return tuple(skill for skill in sorted(means, key=lambda skill: means[skill]) if means[skill] < MASTERED)


@dataclass(slots=True)
class _Sentences:
    phrases: Phrases
    said: list[str] = field(default_factory=list)

    def add(self, key: str, **slots: str) -> None:
        self.said.append(self.phrases.of(key, **slots))


def _overall(request: ConcludeRequest, phrases: Phrases) -> str:
    text = _Sentences(phrases)
    answered = [item for item in request.answered if item.outcome in (Outcome.ANSWERED, Outcome.WITHHELD)]
    text.add(
        "answered_of",
        answered=str(len(answered)),
        asked=str(len(request.answered)),
        difficulty=request.difficulty.value,
        kind=request.kind.value.replace("_", " "),
        role=request.role or "your choice",
    )
    text.add("score", score=f"{overall(request.answered) or 0:.0f}")
    _add_extremes(text, request.answered)
    _add_circumstances(text, request.answered)
    if len(text.said) < 3:
        text.add("where_to_look")
    return " ".join(text.said)


def _add_extremes(text: _Sentences, answered: tuple[AnsweredQuestion, ...]) -> None:
    """The best topic if it is good, the weakest if there is another that is not."""
    scored = [(score, item) for item in answered if (score := points(item)) is not None]
    best_score, best = max(scored, key=lambda pair: pair[0])
    worst_score, worst = min(scored, key=lambda pair: pair[0])
    if best_score >= GOOD:
        text.add("best", topic=topic_of(best.question), points=_number(best_score))
    if worst_score < GOOD:
        text.add("weakest", topic=topic_of(worst.question), points=_number(worst_score))


def _add_circumstances(text: _Sentences, answered: tuple[AnsweredQuestion, ...]) -> None:
    left_out = sum(points(item) is None for item in answered)
    hints = sum(item.hints_used for item in answered)
    if left_out and len(text.said) < 5:
        text.add("left_out", left_out=str(left_out))
    if hints and len(text.said) < 5:
        text.add("hints_taken", hints=str(hints))


def _nothing(request: ConcludeRequest, phrases: Phrases) -> str:
    text = _Sentences(phrases)
    text.add("nothing_assessed", role=request.role or "your choice")
    withheld = any(item.outcome in (Outcome.WITHHELD, Outcome.ANSWERED) for item in request.answered)
    text.add("nothing_why_withheld" if withheld else "nothing_why_unanswered")
    return " ".join(text.said)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
