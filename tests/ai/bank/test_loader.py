import pytest

from tests.ai.bank.factory import PROBLEM_FILE, problem_data, question_data, write
from viva.ai import types
from viva.ai.bank import BankError, load_bank, read_bank, read_question
from viva.ai.types import Difficulty, FollowUp, KeyPoint, Kind

pytestmark = pytest.mark.unit


def faults_of(folder):
    with pytest.raises(BankError) as caught:
        read_bank(folder)
    return [(fault.file, fault.field, fault.message) for fault in caught.value.faults]


def test_a_file_becomes_a_question(tmp_path):
    question = read_question(write(tmp_path, question_data()))

    assert (question.id, question.kind, question.difficulty) == ("kettle", Kind.TECHNICAL, Difficulty.EASY)
    assert question.roles == ("backend_developer",)
    assert question.key_points[2] == KeyPoint(
        "circuit", "The current is interrupted", 1.0, ("power is cut", "the contact snaps apart")
    )
    assert question.follow_ups[1] == FollowUp("two-metals", "What is inside the part that reacts?")
    assert question.problem is None


def test_a_problem_comes_with_its_generated_tests(tmp_path):
    data = problem_data()
    data["problem"]["hidden"].append({"args": [{"$range": [4]}], "expected": 6})

    problem = read_question(write(tmp_path, data, file=PROBLEM_FILE)).problem

    assert problem.hidden[-1] == types.TestCase(args=([0, 1, 2, 3],), expected=6)
    assert problem.wrong_solutions[0].why == "It never adds anything at all."


def test_an_unknown_key_is_an_error_that_names_file_and_field(tmp_path):
    data = question_data()
    data["key_points"][1]["wieght"] = 2
    write(tmp_path, data)

    assert faults_of(tmp_path) == [
        ("questions/technical/kettle.yaml", "key_points.1.wieght", "Extra inputs are not permitted")
    ]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("minutes", "5", "Input should be a valid integer"),
        ("kind", "quiz", "Input should be 'technical', 'behavioral', 'system_design', 'coding' or 'hr'"),
        ("key_points", [], "List should have at least 1 item after validation, not 0"),
        ("skills", "python", "Input should be a valid list"),
        ("text", True, "Input should be a valid string"),
    ],
)
def test_a_wrong_type_is_an_error_that_names_the_field(tmp_path, field, value, message):
    write(tmp_path, question_data() | {field: value})

    assert faults_of(tmp_path) == [("questions/technical/kettle.yaml", field, message)]


def test_a_missing_field_is_named(tmp_path):
    data = question_data()
    del data["clarification"]
    write(tmp_path, data)

    assert faults_of(tmp_path) == [("questions/technical/kettle.yaml", "clarification", "Field required")]


def test_two_key_points_of_one_id_are_an_error(tmp_path):
    data = question_data()
    data["key_points"][1]["id"] = "vapour"
    write(tmp_path, data)

    assert faults_of(tmp_path) == [
        ("questions/technical/kettle.yaml", "key_points", "Value error, two key points have the same id")
    ]


@pytest.mark.parametrize(
    "data", [question_data() | {"kind": "coding"}, problem_data() | {"kind": "technical"}], ids=["without", "with"]
)
def test_coding_questions_and_no_others_have_a_problem(tmp_path, data):
    write(tmp_path, data)

    assert [message for _, _, message in faults_of(tmp_path)] == [
        "Value error, a question of kind coding, and no other, has a problem"
    ]


def test_a_malformed_generated_value_is_an_error_of_its_field(tmp_path):
    data = problem_data()
    data["problem"]["hidden"][0]["args"] = [{"$range": "ten"}]
    write(tmp_path, data, file=PROBLEM_FILE)

    assert [(file, field) for file, field, _ in faults_of(tmp_path)] == [
        ("problems/add-up.yaml", "problem.hidden.0.args")
    ]


def test_a_key_that_stands_twice_is_an_error(tmp_path):
    path = write(tmp_path, question_data())
    path.write_text(path.read_text() + "minutes: 9\n")

    [(file, field, message)] = faults_of(tmp_path)

    assert (file, field) == ("questions/technical/kettle.yaml", "")
    assert message.startswith("not readable as YAML: the key 'minutes' stands twice")


def test_broken_yaml_and_foreign_bytes_name_the_file(tmp_path):
    (tmp_path / "a.yaml").write_text("id: [")
    (tmp_path / "b.yaml").write_bytes(b"id: \xff\xfe")

    assert [file for file, _, _ in faults_of(tmp_path)] == ["a.yaml", "b.yaml"]


def test_a_yaml_tag_builds_no_object(tmp_path):
    (tmp_path / "a.yaml").write_text("!!python/object/apply:os.getcwd []")

    assert faults_of(tmp_path)[0][2].startswith("not readable as YAML: could not determine a constructor")


def test_an_id_taken_twice_is_an_error(tmp_path):
    write(tmp_path, question_data())
    write(tmp_path, question_data(), file="questions/technical/other.yaml")

    assert faults_of(tmp_path) == [("questions/technical/other.yaml", "id", "kettle is taken by another file")]


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(BankError, match=r"gone\.yaml: cannot be opened: No such file"):
        read_question(tmp_path / "gone.yaml")


def test_the_built_in_bank_is_read_once():
    assert load_bank() is load_bank()
    assert load_bank().by_id["database-index"].kind is Kind.TECHNICAL
