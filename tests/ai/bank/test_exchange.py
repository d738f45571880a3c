"""What may stand in the place of a planned question."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from viva.ai.bank import load_bank
from viva.ai.bank.exchange import exchange_for
from viva.ai.bank.select import select_questions
from viva.ai.types import Difficulty, Kind, Problem, Question

pytestmark = pytest.mark.unit

EASY, MEDIUM, HARD = Difficulty


def made(name: str, level: Difficulty = HARD, *, skills=("sql",), kind=Kind.TECHNICAL, **fields) -> Question:
    return Question(name, f"What of {name}?", kind, level, "An answer.", skills=skills, **fields)


PLANNED = made("planned", MEDIUM)


def exchanged(*bank: Question, planned: Question = PLANNED, **options) -> str | None:
    known = {"difficulty": HARD, "minutes": 10, "role": "backend_developer", "taken": {planned.id}, "seed": 1}
    found = exchange_for(bank, planned=planned, **{**known, **options})
    return found.id if found else None


def test_it_is_of_the_difficulty_kind_and_skill_that_are_wanted():
    unfit = (
        made("easier", EASY),
        made("as-hard", MEDIUM),
        made("other-kind", kind=Kind.SYSTEM_DESIGN),
        made("other-skill", skills=("css",)),
        made("longer", minutes=11),
        made("with-code", problem=Problem("T", "S", "f", {}, (), ())),
        made("other-role", roles=("data_scientist",)),
    )
    assert exchanged(*unfit) is None
    assert exchanged(*unfit, made("fit")) == "fit"


def test_nothing_of_the_interview_itself_comes_again():
    assert exchanged(made("there"), taken={"there", "planned"}) is None


def test_the_main_skill_comes_before_a_shared_one_and_the_new_before_what_was_asked_in_earlier_interviews():
    main, shared = made("main"), made("shared", skills=("css", "sql"))
    assert exchanged(shared, main) == "main"
    assert exchanged(shared) == "shared"
    assert exchanged(made("old"), made("new"), asked_before=("old",)) == "new"
    assert exchanged(made("older"), made("old"), asked_before=("older", "old")) == "older"


def test_the_same_input_gives_the_same_question_and_seeds_differ():
    bank = tuple(made(f"q{number}") for number in range(12))
    assert {exchanged(*bank) for _ in range(3)} == {exchanged(*reversed(bank))}
    assert len({exchanged(*bank, seed=seed) for seed in range(40)}) > 5


def test_code_is_exchanged_for_code():
    problem = Problem("T", "S", "f", {}, (), ())
    planned = made("planned", MEDIUM, kind=Kind.CODING, problem=problem)
    fit = made("fit", kind=Kind.CODING, problem=problem)
    assert exchanged(made("talk", kind=Kind.CODING), fit, planned=planned) == "fit"


def test_a_plan_of_the_bank_can_be_made_harder_and_easier_where_it_matters():
    """Over many plans at least every other medium question that is not code has its like one step away."""
    bank, found = load_bank(), Counter[Difficulty]()
    total = 0
    for seed in range(20):
        plan = select_questions(
            bank,
            role="backend_developer",
            skills=(),
            kind=Kind.TECHNICAL,
            difficulty=MEDIUM,
            minutes=30,
            seed=seed,
        )
        taken = {question.id for question in plan}
        for planned in [question for question in plan if question.difficulty is MEDIUM and not question.problem]:
            total += 1
            for level in (EASY, HARD):
                wanted = {"planned": planned, "difficulty": level, "minutes": 10, "role": "backend_developer"}
                found[level] += exchange_for(bank, **wanted, taken=taken, seed=seed) is not None
    assert min(found[EASY], found[HARD]) >= total / 2, (found, total)


def test_a_related_roles_question_will_do():
    assert exchanged(replace(made("full"), roles=("fullstack_developer",))) == "full"
