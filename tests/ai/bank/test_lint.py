"""Each rule of the linter, shown by a file that is right but for one thing."""

import pytest

from tests.ai.bank.factory import FILE, PROBLEM_FILE, WRONG, problem_data, question_data, write
from viva.ai.bank.lint import lint_folder, main

pytestmark = pytest.mark.unit


def faults(folder, data, *, file=FILE):
    write(folder, data, file=file)
    return [str(fault) for fault in lint_folder(folder)]


def spoil(data, path, value):
    *parents, last = path
    target = data
    for key in parents:
        target = target[key]
    target[last] = value
    return data


def test_the_examples_are_without_fault(tmp_path):
    write(tmp_path, question_data())
    data = problem_data() | {"text": "Add up all the numbers of a list, and say what it costs, please."}

    assert faults(tmp_path, data, file=PROBLEM_FILE) == []


LONG = " ".join(f"word{number}" for number in range(80))


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        (["text"], "Why?", "text: 1 words; 8 to 75 are wanted"),
        (["text"], f"{LONG}?", "text: 80 words; 8 to 75 are wanted"),
        (
            ["text"],
            "First of all. Then again. And then once more. Does it end here?",
            "text: 4 sentences are more than 3",
        ),
        (["clarification"], "Just say it.", "clarification: 3 words; 8 to 60 are wanted"),
        (["expected_answer"], "It switches.", "expected_answer: 2 words; 60 to 150 are wanted"),
        (["key_points", 0, "paraphrases"], ["gas"], "key_points.0.paraphrases: 1 paraphrases; 2 to 4 are wanted"),
        (["hints"], ["What leaves first?"], "hints: 1 hints; 2 to 3 are wanted"),
        (["roles"], ["astronaut"], "roles: astronaut is not in ROLES"),
        (["skills"], ["authorization"], "skills: authorization is not in skills.txt; is authorisation meant?"),
        (["skills"], ["databses"], "skills: databses is not in skills.txt; is databases meant?"),
        (["skills"], ["kettles"], "skills: kettles is not in skills.txt"),
        (
            ["key_points", 0, "text"],
            "The bimetal strip near the base, which bends",
            "key_points.0.text: word for word in the expected answer: 'bimetal strip near the base which bends'",
        ),
        (
            ["key_points", 0, "text"],
            "Steam rises",
            "key_points.0.text: word for word in the expected answer: 'steam rises'",
        ),
        (
            ["key_points", 0, "paraphrases"],
            ["the steam reaches it", "The steam reaches it."],
            "key_points.0.paraphrases: a paraphrase repeats another or the key point",
        ),
        (
            ["follow_ups", 1, "text"],
            "What has the different expansions to do with it?",
            "follow_ups.1.text: gives its key point away: expansion",
        ),
        (
            ["clarification"],
            "Explain how the current of the appliance is interrupted without anybody watching.",
            "clarification: gives away circuit: current, interrupt",
        ),
        (
            ["hints"],
            ["Steam rises through a duct to a bimetal strip.", "Think of shape."],
            "hints.0: says as much as the expected answer",
        ),
        (["hints"], ["Think of shape.", "Think of shape."], "hints.1: repeats an earlier hint"),
        (["model_answer"], "It stops.", "model_answer: 2 words; 80 to 200 are wanted"),
        (
            ["model_answer"],
            f"{LONG} steam rises through a duct to a bimetal strip",
            "model_answer: word for word in the expected answer: 'steam rises through a duct to a bimetal strip'",
        ),
        (
            ["model_answer"],
            f"{LONG} and so the current is interrupted",
            "model_answer: word for word the key point circuit: 'the current is interrupted'",
        ),
        (["wrong_answers"], [dict(WRONG[0])] * 2, "wrong_answers: at least 2 different ones are wanted"),
        (
            ["wrong_answers", 1, "text"],
            "Steam near the base bends a bimetal strip and opens a switch in a duct.",
            "wrong_answers.1.text: 15 words; 25 to 150 are wanted",
        ),
    ],
)
def test_a_spoilt_question_is_told(tmp_path, path, value, fault):
    assert faults(tmp_path, spoil(question_data(), path, value)) == [f"{FILE}: {fault}"]


def test_too_few_key_points_are_told(tmp_path):
    data = question_data()
    data["key_points"] = data["key_points"][:2]

    assert f"{FILE}: key_points: 2 key points; 3 to 6 are wanted" in faults(tmp_path, data)


def test_too_long_an_expected_answer_is_told(tmp_path):
    found = faults(tmp_path, spoil(question_data(), ["expected_answer"], f"{LONG} {LONG}"))

    assert f"{FILE}: expected_answer: 160 words; 60 to 150 are wanted" in found


def test_a_follow_up_to_nothing_is_told(tmp_path):
    found = faults(tmp_path, spoil(question_data(), ["follow_ups", 0, "key_point"], "lid"))

    assert f"{FILE}: follow_ups.0.key_point: there is no key point lid" in found


def test_a_key_point_that_no_follow_up_leads_to_is_told(tmp_path):
    data = question_data()
    data["follow_ups"][2] = data["follow_ups"][1] | {"text": "What else is in there?"}

    assert faults(tmp_path, data) == [f"{FILE}: follow_ups: none leads to circuit"]


def test_a_wrong_answer_has_to_sound_like_a_right_one(tmp_path):
    data = spoil(question_data(), ["wrong_answers", 0, "text"], f"The appliance asks a server. {LONG[:200]}")

    (fault,) = faults(tmp_path, data)
    assert fault.startswith(f"{FILE}: wrong_answers.0.text: shares 0% of the expected words; not: base, bend")


def test_an_id_must_be_the_name_of_the_file(tmp_path):
    file = "questions/technical/teapot.yaml"

    assert faults(tmp_path, question_data(), file=file) == [f"{file}: id: kettle is not the name of the file"]


def test_a_kind_must_be_the_name_of_the_folder(tmp_path):
    file = "questions/hr/kettle.yaml"

    assert faults(tmp_path, question_data(), file=file) == [
        f"{file}: kind: technical belongs into questions/technical/"
    ]


def test_two_files_of_one_id_are_told(tmp_path):
    other = "questions/technical/more/kettle.yaml"
    write(tmp_path, question_data(), file=other)

    assert f"{FILE}: id: kettle is also the id of {other}" in faults(tmp_path, question_data())


def test_two_questions_nearly_alike_are_told(tmp_path):
    other = question_data() | {
        "id": "pot",
        "text": "How does the electric kettle notice by itself that its contents are boiling now?",
    }
    write(tmp_path, other, file="questions/technical/pot.yaml")

    assert faults(tmp_path, question_data()) == [
        f"{FILE}: text: is nearly that of questions/technical/pot.yaml (1.00)"
    ]


def test_a_file_that_does_not_load_is_told_with_its_field(tmp_path):
    assert faults(tmp_path, question_data() | {"mintues": 5}) == [
        f"{FILE}: mintues: Extra inputs are not permitted"
    ]


def test_an_empty_folder_is_a_fault(tmp_path):
    assert [fault.message for fault in lint_folder(tmp_path)] == ["holds no question"]


SYNTAX = "def add_up(numbers:\n    pass\n"
OTHER_NAME = "def sum_up(numbers):\n    pass\n"
TWO_ARGUMENTS = "def add_up(numbers, start):\n    pass\n"


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        (["samples"], [{"args": [[9, 9]], "expected": 18}], "problem.samples: 1 samples; 2 to 3 are wanted"),
        (
            ["hidden"],
            [{"args": [[number]], "expected": number} for number in range(9)],
            "problem.hidden: 9 different tests; at least 10 are wanted",
        ),
        (
            ["hidden"],
            [{"args": [[number // 2]], "expected": number // 2} for number in range(16)][:-1],
            "problem.hidden: the same input stands twice",
        ),
        (
            ["hidden"],
            [{"args": [[number]], "expected": number} for number in range(12)],
            "problem.hidden: no test is large: arguments of 3000 characters",
        ),
        (
            ["samples", 0],
            {"args": [[5]], "expected": 5},
            "problem.hidden: an input is a sample too, so its test is not hidden",
        ),
        (["statement"], "Example: `add_up([1])` is 1.", "problem.statement: does not show **Constraints**"),
        (["statement"], "Add them.\n\n**Constraints**\n", "problem.statement: does not show add_up("),
        (["starters"], {"lua": "function"}, "problem.starters: there is no starter for python"),
        (
            ["starters"],
            {"python": "def add_up(numbers):\n    pass\n"},
            "problem.starters: there is no starter for javascript",
        ),
        (
            ["solutions"],
            {"python": "def add_up(numbers):\n    return sum(numbers)\n"},
            "problem.solutions: no reference solution in javascript",
        ),
        (
            ["starters", "javascript"],
            "const add_up = 5;",
            "problem.starters.javascript: does not define function add_up",
        ),
        (
            ["solutions", "javascript"],
            "function add_up(numbers, start) {}",
            "problem.solutions.javascript: takes 2 arguments, but a test gives 1",
        ),
        (["starters", "lua"], "function", "problem.solutions: no reference solution in lua"),
        (["starters", "python"], SYNTAX, "problem.starters.python: is not Python: '(' was never closed in line 1"),
        (["solutions", "python"], OTHER_NAME, "problem.solutions.python: does not define add_up"),
        (
            ["wrong_solutions", 1, "source"],
            TWO_ARGUMENTS,
            "problem.wrong_solutions.1.source: add_up takes 2 arguments, but a test gives 1",
        ),
        (
            ["wrong_solutions", 0, "why"],
            "Wrong.",
            "problem.wrong_solutions.0.why: does not say what the mistake is",
        ),
    ],
)
def test_a_spoilt_problem_is_told(tmp_path, path, value, fault):
    data = spoil(problem_data(), ["problem", *path], value)

    assert f"{PROBLEM_FILE}: {fault}" in faults(tmp_path, data, file=PROBLEM_FILE)


def test_two_equal_wrong_solutions_count_as_one(tmp_path):
    data = problem_data()
    data["problem"]["wrong_solutions"] = data["problem"]["wrong_solutions"][:1] * 2

    assert faults(tmp_path, data, file=PROBLEM_FILE) == [
        f"{PROBLEM_FILE}: problem.wrong_solutions: at least 2 different ones are wanted"
    ]


def test_the_command_prints_faults_and_exits_with_one(tmp_path, capsys):
    write(tmp_path, question_data() | {"roles": ["astronaut"]})

    assert main([str(tmp_path)]) == 1
    assert capsys.readouterr().out == f"{FILE}: roles: astronaut is not in ROLES\n1 files, 1 faults\n"
