"""Which questions an interview asks, and in which order. Pure: the same input gives the same choice.

The pool of an interview are the questions of its kind that suit its role (named by the question, or by
its empty list of roles, or a related role's). None of the pool repeats until all of it has been asked;
then the least recently asked come first. Where the pool cannot fill the interview, the choice widens:
first the difficulty (nearest first, easier before harder), then the role, then the kind. So whatever a
form sends, a bank with any question gives at least one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from viva.ai.bank.arrange import arrange
from viva.ai.bank.roles import RELATED, ROLES, match_role
from viva.ai.bank.skills import canonical
from viva.ai.types import Difficulty, Kind, Question

PROBLEM_MINUTES = 15.0
TALK_MINUTES = {
    Kind.TECHNICAL: 5.5,
    Kind.BEHAVIORAL: 7.0,
    Kind.HR: 7.0,
    Kind.SYSTEM_DESIGN: 10.0,
    Kind.CODING: 5.5,
}
TECHNICAL_WITH_PROBLEM = 25  # minutes from which a technical interview ends with code

_NEAREST_KINDS = {
    Kind.TECHNICAL: (Kind.TECHNICAL, Kind.SYSTEM_DESIGN, Kind.BEHAVIORAL, Kind.HR, Kind.CODING),
    Kind.BEHAVIORAL: (Kind.BEHAVIORAL, Kind.HR, Kind.TECHNICAL, Kind.SYSTEM_DESIGN, Kind.CODING),
    Kind.HR: (Kind.HR, Kind.BEHAVIORAL, Kind.TECHNICAL, Kind.SYSTEM_DESIGN, Kind.CODING),
    Kind.SYSTEM_DESIGN: (Kind.SYSTEM_DESIGN, Kind.TECHNICAL, Kind.BEHAVIORAL, Kind.HR, Kind.CODING),
    Kind.CODING: (Kind.CODING, Kind.TECHNICAL, Kind.SYSTEM_DESIGN, Kind.BEHAVIORAL, Kind.HR),
}
_LEVELS = tuple(Difficulty)


def select_questions(
    bank: Iterable[Question],
    *,
    role: str,
    skills: Iterable[str],
    kind: Kind,
    difficulty: Difficulty,
    minutes: int,
    count: int | None = None,
    asked_before: Sequence[str] = (),
    seed: int | str = 0,
    own: Sequence[Question] = (),
) -> tuple[Question, ...]:
    """The questions to ask, in order: easier first, no two of one main skill in a row if avoidable.

    `role` is an id of ROLES or free text; `asked_before` holds ids, oldest first, and may repeat.
    Without `count` the number follows from `minutes`. A coding interview has code problems after a
    first talk question, a technical one a problem at its end when it lasts TECHNICAL_WITH_PROBLEM
    minutes or more. Fewer than `count` come only if the bank holds fewer. `own` questions join the bank's and
    come first where they fit kind, role and difficulty as well.
    """
    questions, kind = [*own, *bank], Kind(kind)
    wish = _Wish(
        role=role if role in ROLES else match_role(role),
        skills=frozenset(map(canonical, skills)),
        difficulty=Difficulty(difficulty),
        asked={question_id: turn for turn, question_id in enumerate(asked_before, start=1)},
        seed=str(seed),
        own=frozenset(question.id for question in own),
    )
    total = count if count is not None else count_for(kind, minutes=minutes)
    with_code = [question for question in questions if question.problem]
    problems = _choose(with_code, wish, Kind.CODING, number=min(total, problems_for(kind, minutes=minutes)))
    if kind is Kind.TECHNICAL and total == 1:
        problems = []
    rest = [question for question in questions if question not in problems]
    talk_kind = Kind.TECHNICAL if kind is Kind.CODING else kind
    talk = arrange(_choose(rest, wish, talk_kind, number=total - len(problems)), seed=wish.seed)
    problems = arrange(problems, seed=wish.seed)
    warm_up = 1 if kind is Kind.CODING else len(talk)
    return (*talk[:warm_up], *problems, *talk[warm_up:])


def count_for(kind: Kind, *, minutes: int) -> int:
    """How many questions fit into `minutes`, follow-ups included; at least 1, of coding at least 2."""
    problems = problems_for(kind, minutes=minutes)
    talk = round((minutes - problems * PROBLEM_MINUTES) / TALK_MINUTES[kind])
    return problems + max(1, talk)


def problems_for(kind: Kind, *, minutes: int) -> int:
    """How many code problems an interview of this kind and length has."""
    if kind is Kind.CODING:
        return max(1, minutes // 20)
    return int(kind is Kind.TECHNICAL and minutes >= TECHNICAL_WITH_PROBLEM)


@dataclass(frozen=True, slots=True)
class _Wish:
    role: str
    skills: frozenset[str]
    difficulty: Difficulty
    asked: dict[str, int]
    seed: str
    own: frozenset[str] = frozenset()

    def rank(self, question: Question, *, kind: Kind, repeats: int) -> tuple[int | str, ...]:
        """Smaller is better. `repeats` is how often the main skill has been chosen already."""
        away = _LEVELS.index(question.difficulty) - _LEVELS.index(self.difficulty)
        role = self.role_distance(question)
        return (
            _NEAREST_KINDS[kind].index(question.kind),
            role > 1,
            self.asked.get(question.id, 0),
            role,
            abs(away),
            away > 0,
            question.id not in self.own,
            repeats // 2,
            self.skills.isdisjoint(map(canonical, question.skills)),
            repeats,
            sha256(f"{self.seed}/{question.id}".encode()).hexdigest(),
        )

    def role_distance(self, question: Question) -> int:
        """0 for the role's own and for questions of every role, 1 for a related role's, 2 for others."""
        if not question.roles or self.role in question.roles:
            return 0
        return 2 if set(RELATED[self.role]).isdisjoint(question.roles) else 1


def _choose(questions: list[Question], wish: _Wish, kind: Kind, *, number: int) -> list[Question]:
    left, chosen = list(questions), list[Question]()
    while left and len(chosen) < number:
        skills = [_main_skill(question) for question in chosen]
        best = min(left, key=lambda item: wish.rank(item, kind=kind, repeats=skills.count(_main_skill(item))))
        left.remove(best)
        chosen.append(best)
    return chosen


def _main_skill(question: Question) -> str:
    return question.skills[0] if question.skills else question.id
