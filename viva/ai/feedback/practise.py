"""Three things to practise, what weighed most first, each with questions of the bank to practise it on.

What a question lost is shared out among the key points it missed, by their weights. Losses of one main skill are
one thing to practise. Deterministic, and without an engine: whoever wrote the feedback, these are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from viva.ai.bank.roles import RELATED, ROLES, match_role
from viva.ai.bank.skills import canonical, skill_words
from viva.ai.engines.base import AnsweredQuestion, ConcludeRequest, Outcome, PracticeItem, PracticeQuestion
from viva.ai.feedback.phrases import Phrases
from viva.ai.feedback.scores import is_assessed, points, tests_passed
from viva.ai.profile.skills import bank_skills_of
from viva.ai.types import Difficulty, Kind, Question

HOW_MANY = 3
MOST_QUESTIONS = 3
MOST_POINTS = 3
LEAST_LOST = 1.0  # points of 10 from which a skill lost anything worth practising
WEAK = 5.0  # points of 10 below which an easier question comes first
LONGEST_TEXT = 240
_LEVELS = tuple(Difficulty)


@dataclass(slots=True)
class _Loss:
    """What a skill lost: `points` are (part lost, text), `asked` the questions that lost it."""

    lost: float = 0.0
    points: list[tuple[float, str]] = field(default_factory=list)
    asked: list[AnsweredQuestion] = field(default_factory=list)


def things_to_practise(request: ConcludeRequest, bank: Iterable[Question]) -> tuple[PracticeItem, ...]:
    """HOW_MANY of them, fewer only if the bank is too small; none where nothing was assessed."""
    if not any(is_assessed(item) for item in request.answered):
        return ()
    choice = _Choice(request, tuple(bank))
    items: list[PracticeItem] = []
    for skill, loss in _ranked(request):
        if len(items) < HOW_MANY and (item := choice.item(skill, loss)):
            items.append(item)
    for skill in choice.onward({item.skill for item in items}):
        if len(items) < HOW_MANY and (item := choice.item(skill, _Loss())):
            items.append(item)
    return tuple(items)


def _ranked(request: ConcludeRequest) -> list[tuple[str, _Loss]]:
    """The skills that lost LEAST_LOST or more, most lost first; ties in the order of asking."""
    by_skill: dict[str, _Loss] = {}
    for item in request.answered:
        score = points(item)
        if score is None or score >= 10:
            continue
        loss = by_skill.setdefault(main_skill(item.question), _Loss())
        loss.lost += 10 - score
        loss.points += _missed(item, 10 - score)
        loss.asked.append(item)
    found = [(skill, loss) for skill, loss in by_skill.items() if skill and loss.lost >= LEAST_LOST]
    return sorted(found, key=lambda pair: -pair[1].lost)


def main_skill(question: Question) -> str:
    """Its first skill; of one that names none what its words speak of, else ""."""
    if question.skills:
        return canonical(question.skills[0])
    plain = canonical(question.text)
    return min(bank_skills_of([question.text]) - {plain}, default="")


def _missed(item: AnsweredQuestion, lost: float) -> Iterator[tuple[float, str]]:
    """What the evaluation named as missing, each with its part of what was lost."""
    missing = item.evaluation.missing if item.evaluation and item.outcome is Outcome.ANSWERED else ()
    weights = {point.id: point.weight for point in item.question.key_points}
    open_parts = [weights.get(gap.key_point, 1.0) * (1 - gap.share) for gap in missing]
    for gap, part in zip(missing, open_parts, strict=True):
        yield lost * part / (sum(open_parts) or 1.0), " ".join(gap.text.split()).rstrip(".")


class _Choice:
    """Chooses the bank's questions; none is given twice, none that was asked in the interview."""

    def __init__(self, request: ConcludeRequest, bank: Sequence[Question]) -> None:
        self._request = request
        self._phrases = Phrases(request.mode, request.locale)
        self._role = request.role if request.role in ROLES else match_role(request.role)
        self._bank = bank
        self._taken = {item.question.id for item in request.answered}
        self._seed = "/".join(item.question.id or item.question.text for item in request.answered)

    def item(self, skill: str, loss: _Loss) -> PracticeItem | None:
        """None where the bank has no question of the skill: there is nothing to practise it on here."""
        chosen = self._chosen(skill, loss)
        if not chosen:
            return None
        self._taken |= {question.id for question in chosen}
        named = tuple(dict.fromkeys(text for _, text in sorted(loss.points, key=lambda pair: -pair[0])))
        return PracticeItem(
            skill=skill,
            text=self._phrases.of(_phrase(loss), skill=skill_words(skill)),
            lost=round(loss.lost, 2),
            missed=named[:MOST_POINTS],
            questions=tuple(_shown(question) for question in chosen),
        )

    def onward(self, known: set[str]) -> Iterator[str]:
        """Where too little was lost: the other skills that were asked, then those of the role, commonest first."""
        asked = [canonical(skill) for item in self._request.answered for skill in item.question.skills]
        suits = [question for question in self._bank if self._distance(question) == 0]
        counts: dict[str, int] = {}
        for question in suits:
            if question.kind is self._request.kind:
                counts[question.skills[0]] = counts.get(question.skills[0], 0) + 1
        common = sorted(counts, key=lambda skill: (-counts[skill], skill))
        yield from (skill for skill in dict.fromkeys([*asked, *common]) if skill not in known)

    def _chosen(self, skill: str, loss: _Loss) -> list[Question]:
        """Up to MOST_QUESTIONS at the level that was asked; after a weak answer an easier one comes first."""
        free = [each for each in self._bank if skill in each.skills and each.id not in self._taken]
        worst = min(loss.asked, key=lambda item: points(item) or 0.0, default=None)
        level = _LEVELS.index(worst.question.difficulty if worst else self._request.difficulty)
        kind = worst.question.kind if worst else self._request.kind
        chosen: list[Question] = []
        if worst and (points(worst) or 0.0) < WEAK and level > 0:
            easier = [each for each in free if _LEVELS.index(each.difficulty) < level]
            chosen = self._nearest(easier, skill, level - 1, kind)[:1]
        rest = [each for each in free if each not in chosen]
        return [*chosen, *self._nearest(rest, skill, level, kind)][:MOST_QUESTIONS]

    def _nearest(self, questions: list[Question], skill: str, level: int, kind: Kind) -> list[Question]:
        def rank(question: Question) -> tuple[int | str, ...]:
            away = _LEVELS.index(question.difficulty) - level
            return (
                self._distance(question) > 1,
                abs(away) > 1,
                question.kind is not kind,
                question.skills[0] != skill,
                self._distance(question),
                abs(away),
                away > 0,
                sha256(f"{self._seed}/{question.id}".encode()).hexdigest(),
            )

        return sorted(questions, key=rank)

    def _distance(self, question: Question) -> int:
        if not question.roles or self._role in question.roles:
            return 0
        return 2 if set(RELATED[self._role]).isdisjoint(question.roles) else 1


def _phrase(loss: _Loss) -> str:
    """What kind of practice: by the question that lost most."""
    if not loss.asked:
        return "practise_onward"
    worst = min(loss.asked, key=lambda item: points(item) or 0.0)
    share = tests_passed(worst)
    if share is not None and share < 10:
        return "practise_code"
    if worst.outcome is not Outcome.ANSWERED:
        return "practise_open"
    return "practise_points" if loss.points else "practise_deeper"


def _shown(question: Question) -> PracticeQuestion:
    text = question.problem.title if question.problem else " ".join(question.text.split())
    if len(text) > LONGEST_TEXT:
        text = f"{text[:LONGEST_TEXT].rsplit(' ', 1)[0]} …"
    return PracticeQuestion(question.id, text, question.kind, question.difficulty)
