from itertools import pairwise, product

import pytest

from tests.ai.bank.factory import question
from viva.ai.bank import ROLES, load_bank, select_questions
from viva.ai.bank.select import count_for
from viva.ai.types import Difficulty, Kind

pytestmark = pytest.mark.unit
LEVELS = list(Difficulty)


def select(bank, **changes):
    wish = {
        "role": "backend_developer",
        "skills": (),
        "kind": Kind.TECHNICAL,
        "difficulty": Difficulty.MEDIUM,
        "minutes": 15,
        "asked_before": (),
        "seed": 1,
    }
    return select_questions(bank, **wish | changes)


def ids(questions):
    return [item.id for item in questions]


def test_the_same_seed_gives_the_same_questions_and_another_seed_others():
    wish = {"minutes": 45, "role": "backend_developer"}

    assert ids(select(load_bank(), **wish)) == ids(select(list(load_bank())[::-1], **wish))
    assert len({frozenset(ids(select(load_bank(), seed=seed, **wish))) for seed in range(10)}) > 5


@pytest.mark.parametrize(
    ("kind", "counts"),
    [
        (Kind.TECHNICAL, {5: 1, 15: 3, 30: 4, 45: 6, 60: 9}),
        (Kind.CODING, {5: 2, 15: 2, 30: 4, 45: 5, 60: 6}),
        (Kind.BEHAVIORAL, {5: 1, 15: 2, 30: 4, 45: 6, 60: 9}),
        (Kind.HR, {5: 1, 15: 2, 30: 4, 45: 6, 60: 9}),
        (Kind.SYSTEM_DESIGN, {5: 1, 15: 2, 30: 3, 45: 4, 60: 6}),
    ],
)
def test_the_number_follows_from_the_minutes(kind, counts):
    assert {minutes: count_for(kind, minutes=minutes) for minutes in counts} == counts
    assert {minutes: len(select(load_bank(), kind=kind, minutes=minutes)) for minutes in counts} == counts


def test_a_count_is_kept_exactly():
    counts = [*range(1, 25), 41, len(load_bank())]

    assert [len(select(load_bank(), count=count)) for count in counts] == list(counts)


def test_a_count_beyond_the_bank_gives_the_whole_bank_once():
    assert sorted(ids(select(load_bank(), count=500))) == ids(load_bank())


def test_a_technical_interview_with_time_ends_with_a_problem():
    with_time, short = select(load_bank(), minutes=30), select(load_bank(), minutes=15)

    assert [item.kind for item in with_time] == [Kind.TECHNICAL] * 3 + [Kind.CODING]
    assert [item.kind for item in short] == [Kind.TECHNICAL] * 3


def test_a_single_technical_question_is_no_problem():
    assert [item.kind for item in select(load_bank(), minutes=30, count=1)] == [Kind.TECHNICAL]


def test_a_coding_interview_has_its_problems_after_a_first_question():
    kinds = [item.kind for item in select(load_bank(), kind=Kind.CODING, minutes=45)]

    assert kinds == [Kind.TECHNICAL, Kind.CODING, Kind.CODING, Kind.TECHNICAL, Kind.TECHNICAL]


@pytest.mark.parametrize("kind", [Kind.BEHAVIORAL, Kind.HR, Kind.SYSTEM_DESIGN])
def test_other_kinds_have_no_code(kind):
    assert {item.kind for item in select(load_bank(), kind=kind, minutes=30)} == {kind}


def test_questions_of_the_role_and_difficulty_come_first():
    bank = [
        question("own"),
        question("every-role", roles=()),
        question("own-easy", difficulty=Difficulty.EASY),
        question("own-hard", difficulty=Difficulty.HARD),
        question("related", roles=("software_engineer",)),
        question("other-role", roles=("frontend_developer",)),
        question("other-kind", kind=Kind.SYSTEM_DESIGN),
    ]

    chosen = [set(ids(select(bank, count=count))) for count in range(1, 8)]

    assert chosen[0] < {"own", "every-role"}
    assert chosen[1] == {"own", "every-role"}
    assert [later - earlier for earlier, later in pairwise(chosen[1:])] == [
        {"own-easy"},
        {"own-hard"},
        {"related"},
        {"other-role"},
        {"other-kind"},
    ]


def test_questions_on_the_skills_named_are_preferred():
    bank = [question(f"q{number}", skill=skill) for number, skill in enumerate(["css", "go", "django", "vue"])]

    assert {tuple(ids(select(bank, skills=[" Django "], count=1, seed=seed))) for seed in range(20)} == {("q2",)}


def test_nothing_repeats_until_the_pool_is_used_up():
    bank = [*(question(f"q{number}") for number in range(6)), question("other", kind=Kind.HR)]
    asked: list[str] = []

    for turn in range(3):
        asked += ids(select(bank, count=2, asked_before=asked, seed=turn))

    assert sorted(asked) == ["q0", "q1", "q2", "q3", "q4", "q5"]


def test_then_the_least_recently_asked_come_first():
    bank = [question(f"q{number}") for number in range(4)]
    asked = ["q2", "q0", "q3", "q1", "q2"]

    assert set(ids(select(bank, count=2, asked_before=asked))) == {"q0", "q3"}


def test_the_easy_questions_of_the_pool_wait_for_none_of_the_asked():
    bank = [question("asked"), question("fresh", difficulty=Difficulty.HARD)]

    assert ids(select(bank, count=1, asked_before=["asked"])) == ["fresh"]


def test_a_question_of_the_role_asked_before_comes_rather_than_another_roles():
    bank = [question("asked"), question("foreign", roles=("frontend_developer",))]

    assert ids(select(bank, count=1, asked_before=["asked"])) == ["asked"]


def test_among_equals_a_new_skill_is_chosen():
    bank = [question("a", skill="sql"), question("b", skill="sql"), question("c", skill="css")]

    assert all("c" in ids(select(bank, count=2, seed=seed)) for seed in range(20))


def test_ids_that_the_bank_does_not_know_do_no_harm():
    assert ids(select([question("q0")], asked_before=["gone", "q0"])) == ["q0"]


def test_no_question_comes_twice_in_one_interview():
    assert ids(select([question("q0"), question("q1")], count=9)) in (["q0", "q1"], ["q1", "q0"])


def test_easier_questions_come_first():
    bank = [question(f"q{number}", difficulty=LEVELS[number % 3]) for number in range(9)]

    levels = [LEVELS.index(item.difficulty) for item in select(bank, count=9)]

    assert levels == [0, 0, 0, 1, 1, 1, 2, 2, 2]


def test_one_skill_does_not_come_twice_in_a_row_if_avoidable():
    bank = [question(f"q{number}", skill=skill) for number, skill in enumerate("aaabbc")]

    for seed in range(20):
        skills = [item.skills[0] for item in select(bank, count=6, seed=seed)]
        assert all(one != other for one, other in pairwise(skills))


def test_the_order_of_the_easy_ones_minds_what_follows():
    bank = [
        question("a", skill="sql", difficulty=Difficulty.EASY),
        question("b", skill="css", difficulty=Difficulty.EASY),
        question("c", skill="css"),
    ]

    assert {tuple(ids(select(bank, count=3, seed=seed))) for seed in range(10)} == {("b", "a", "c")}


def test_a_skill_is_chosen_at_most_twice_while_others_are_left():
    bank = [question(f"q{number}", skill="sql") for number in range(5)] + [question("x", skill="css")]

    assert "x" in ids(select(bank, count=3, skills=["sql"]))


def test_every_combination_of_a_form_gives_at_least_one_question():
    roles = [*ROLES, "", "Senior Python dev", "Zauberer"]
    asked = ids(load_bank())

    for role, kind, level, minutes in product(roles, Kind, Difficulty, (1, 30)):
        assert select(load_bank(), role=role, kind=kind, difficulty=level, minutes=minutes, asked_before=asked)


def test_words_of_a_form_do_as_well_as_enums():
    assert select(load_bank(), kind="coding", difficulty="hard") == select(
        load_bank(), kind=Kind.CODING, difficulty=Difficulty.HARD
    )


def test_a_bank_of_problems_alone_still_gives_something():
    problems = [item for item in load_bank() if item.problem]

    assert len(select(problems, kind=Kind.BEHAVIORAL, minutes=15)) == 2


def test_an_empty_bank_gives_nothing():
    assert select([]) == ()
