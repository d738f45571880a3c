"""What a company's question has to hold, what it may leave out, and what the linter says of it."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tests.ai.bank.factory import question_data
from viva.ai.bank import load_bank
from viva.ai.bank.own import Likeness, advice, bank_form, read_own, slug_of
from viva.ai.types import Difficulty, FollowUp, KeyPoint, Kind

pytestmark = pytest.mark.unit

LEAST = {"text": "How do kettles stop?", "expected_answer": "Steam bends a strip."}


def mistakes(**changes: Any) -> list[tuple[str, str]]:
    """Of the least question with these changes: (field, type)."""
    try:
        read_own({**LEAST, **changes})
    except ValidationError as error:
        return [(".".join(map(str, each["loc"])), each["type"]) for each in error.errors()]
    return []


def test_a_text_and_something_to_judge_by_are_enough() -> None:
    question = read_own(LEAST)
    assert (question.kind, question.difficulty, question.minutes) == (Kind.TECHNICAL, Difficulty.MEDIUM, 5)
    assert read_own({"text": "How do kettles stop?", "key_points": ["Steam bends a strip"]}).key_points == (
        KeyPoint("steam-bends-strip", "Steam bends a strip"),
    )


def test_a_file_of_the_bank_is_read_as_the_bank_reads_it() -> None:
    for question in load_bank():
        if question.problem is None:
            assert read_own(bank_form(question)) == question


@pytest.mark.parametrize(
    ("changes", "mistake"),
    [
        ({"expected_answer": " \n "}, ("", "nothing_to_judge_by")),
        ({"text": "?"}, ("text", "string_too_short")),
        ({"text": "x" * 5001}, ("text", "string_too_long")),
        ({"kind": "coding"}, ("kind", "own_coding")),
        ({"problem": {"title": "Add up"}}, ("problem", "own_coding")),
        ({"kind": "dance"}, ("kind", "enum")),
        ({"minutes": "many"}, ("minutes", "int_parsing")),
        ({"minutes": "61"}, ("minutes", "less_than_equal")),
        ({"minutes": "9" * 5000}, ("minutes", "int_parsing_size")),
        ({"roles": ["astronaut"]}, ("roles", "no_such_role")),
        ({"skills": "caching"}, ("skills", "list_type")),
        ({"skills": ["!"]}, ("skills.0", "string_pattern_mismatch")),
        ({"answer": "misspelt"}, ("answer", "extra_forbidden")),
        ({"id": "Not a slug"}, ("id", "string_pattern_mismatch")),
        ({"key_points": [{"weight": 2}]}, ("key_points.0.text", "missing")),
        ({"key_points": [{"text": "Steam", "weight": "nan"}]}, ("key_points.0.weight", "less_than_equal")),
        ({"key_points": ["Steam"] * 13}, ("key_points", "too_long")),
        ({"key_points": [{"id": "a", "text": "One"}, {"id": "a", "text": "Two"}]}, ("key_points", "value_error")),
        ({"follow_ups": [{"key_point": "no", "text": "And then?"}]}, ("", "no_such_key_point")),
        ({"hints": [["nested"]]}, ("hints.0", "string_type")),
        ({"key_points": {"text": "Steam"}}, ("key_points", "list_type")),
    ],
)
def test_what_cannot_be_used_is_told_at_its_field(changes: dict[str, Any], mistake: tuple[str, str]) -> None:
    assert mistakes(**changes) == [mistake]


@pytest.mark.parametrize("raw", [None, "text", ["a"], 5])
def test_what_is_no_question_at_all_is_refused(raw: Any) -> None:
    with pytest.raises(ValidationError):
        read_own(raw)


def test_people_write_kinds_roles_and_skills_as_they_read_them() -> None:
    question = read_own(
        {
            **LEAST,
            "kind": "System design",
            "difficulty": "Hard",
            "roles": ["Data engineer", "devops_engineer"],
            "skills": ["REST APIs", "rest-apis", "Authorization", "Kettle design", ""],
        }
    )
    assert (question.kind, question.difficulty) == (Kind.SYSTEM_DESIGN, Difficulty.HARD)
    assert question.roles == ("data_engineer", "devops_engineer")
    assert question.skills == ("api_design", "authorisation", "kettle_design")


def test_texts_come_without_control_characters_and_blanks_around() -> None:
    question = read_own({**LEAST, "text": "  How\r\ndo \0kettles\x1b stop? ", "hints": ["one\n two"]})
    assert (question.text, question.hints) == ("How\ndo kettles stop?", ("one two",))


def test_follow_ups_may_stand_at_their_key_point() -> None:
    point = {"text": "Steam bends a strip", "follow_ups": ["What moves?"]}
    assert read_own({**LEAST, "key_points": [point]}).follow_ups == (FollowUp("steam-bends-strip", "What moves?"),)


def test_ids_are_drawn_from_the_text_and_never_taken_twice() -> None:
    assert slug_of("How do you find a slow query?") == slug_of("how do YOU find a slow query") == "slow-query"
    assert slug_of("Find the slow query", {"slow-query", "slow-query-2"}) == "slow-query-3"
    assert len(slug_of("word " * 100)) <= 60
    assert slug_of("なぜですか").startswith("q-")


def test_the_linter_advises_where_the_banks_rules_are_not_met() -> None:
    found = dict(advice(read_own(LEAST)))
    assert found["text"] == "4 words; 8 to 75 are wanted"
    assert {"clarification", "expected_answer", "key_points", "follow_ups", "skills"} <= found.keys()
    assert "hints" not in found
    complete = question_data()
    assert list(advice(read_own(complete))) == []


def test_a_text_in_other_letters_gets_no_advice_that_reads_english() -> None:
    assert list(advice(read_own({"text": "Как остановить чайник?", "expected_answer": "Пар."}))) == []


def test_texts_that_take_long_to_compare_are_told_their_length_alone() -> None:
    words = "a b c d e f g h " * 300
    found = dict(advice(read_own({**question_data(), "expected_answer": words, "model_answer": words})))
    assert found["expected_answer"] == "2400 words; 60 to 150 are wanted"
    assert "model_answer" not in found


def test_a_question_nearly_the_same_as_another_is_named() -> None:
    one = read_own({**LEAST, "id": "one", "text": "How does an electric kettle notice boiling water?"})
    known = [("one", one.text), ("two", "How would an electric kettle notice boiling water soon?")]
    assert Likeness(known).of(one) == known[1][1]
    assert Likeness(known[:1]).of(one) == ""
