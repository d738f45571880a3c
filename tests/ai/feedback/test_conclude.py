from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ai.feedback.interviews import answered, code, coding, ended, interview, question
from viva.ai.engines.base import Mode, Outcome
from viva.ai.feedback.conclude import conclude
from viva.ai.types import Coverage, Difficulty, Kind

pytestmark = pytest.mark.unit

SAID = "We set a time to live. Old entries then go away by themselves."
TTL = Coverage("ttl", "Entries expire after a while.", 0.9, "Old entries then go away by themselves.")
STAMPEDE = Coverage("stampede", "Many clients may refill at once", 0.1)
QUOTED = re.compile(r'You said: "(.*)"$', re.DOTALL)


def sentences(text: str) -> int:
    return len(re.findall(r"[.?!](?=\s|$)", text))


def test_the_overall_feedback_tells_numbers_best_and_weakest():
    request = interview(answered(9.0, "caching"), answered(4.5, "sql"), ended(Outcome.NOT_REACHED, "git"))
    assert conclude(request).overall_feedback == (
        "You answered 2 of 3 questions in this medium technical interview for the role of Back-end developer. "
        "That comes to 68 of 100; this is practice, and the next one starts afresh. "
        "You were strongest on caching, with 9 of 10 points, so build on that. "
        "Most is to be gained on SQL, where you have 4.5 of 10 points so far. "
        "1 question did not count, because time ran out or no evaluation was possible."
    )


def test_real_mode_is_plain():
    request = interview(answered(9.0, "caching"), mode=Mode.REAL, kind=Kind.SYSTEM_DESIGN)
    assert conclude(request).overall_feedback == (
        "You answered 1 of 1 question in this medium system design interview for the role of Back-end developer. "
        "The score is 90 of 100. "
        "The strongest topic was caching, with 9 of 10 points."
    )


def test_nothing_weak_is_praised():
    conclusion = conclude(interview(answered(3.0, covered=(TTL,), answers=(SAID,)), ended(Outcome.SKIPPED, "sql")))
    assert conclusion.strengths == ()
    assert "strongest" not in conclusion.overall_feedback


def test_nothing_assessed_is_said_plainly():
    conclusion = conclude(interview(ended(Outcome.LEFT), ended(Outcome.NOT_REACHED)))
    assert conclusion.overall_feedback == (
        "Nothing could be assessed in this interview for the role of Back-end developer. "
        "That says nothing about what you can do. "
        "No question was answered, so there is no score."
    )
    assert (conclusion.strengths, conclusion.weaknesses) == ((), ())
    assert len(conclusion.recommendations) == 3


def test_an_answer_that_could_not_be_judged_is_not_called_unanswered():
    text = conclude(interview(ended(Outcome.WITHHELD))).overall_feedback
    assert text.endswith("You did answer, but no evaluation was possible, so there is no score.")


def test_a_strength_names_topic_and_point_and_quotes_the_answer():
    conclusion = conclude(interview(answered(8.0, covered=(TTL,), answers=("First.", SAID))))
    assert conclusion.strengths == (
        'On caching you made the point "Entries expire after a while". '
        'You said: "Old entries then go away by themselves."',
    )


def test_a_quote_that_does_not_stand_in_the_answer_is_not_shown():
    conclusion = conclude(interview(answered(8.0, covered=(TTL,), answers=("Something else.",))))
    assert conclusion.strengths == ('On caching you made the point "Entries expire after a while".',)


def test_a_weakness_names_what_was_missing_and_quotes_the_answer():
    conclusion = conclude(interview(answered(4.0, missing=(STAMPEDE,), answers=(SAID,))))
    assert conclusion.weaknesses == (
        'On caching this was missing: "Many clients may refill at once". You said: "We set a time to live."',
    )


def test_weaknesses_tell_unanswered_questions_and_failed_tests():
    failing = answered(5.0, question=coding(), code=code(3, 10, "WA"), answers=("A loop.",))
    conclusion = conclude(interview(failing, ended(Outcome.DONT_KNOW, "sql"), ended(Outcome.LEFT, "git")))
    assert conclusion.weaknesses == (
        "On SQL you said that you did not know, which counts as 0 of 10.",
        "The question on git stayed without an answer, which counts as 0 of 10.",
        "Your code for Two Sum passed 3 of 10 tests; the verdict was WA.",
    )


def test_code_that_passes_all_tests_is_a_strength():
    conclusion = conclude(interview(answered(9.0, question=coding(), code=code(10, 10))))
    assert conclusion.strengths == ("Your code for Two Sum passed 10 of 10 tests.",)


def test_recommendations_follow_the_weakest_question_the_time_and_the_hints():
    request = interview(
        answered(6.0, "caching", missing=(STAMPEDE,), hints_used=2),
        answered(2.0, "sql"),
        ended(Outcome.NOT_REACHED, "git"),
    )
    assert conclude(request).recommendations == (
        "Go deeper on SQL: give the reason, one trade-off and an example from your own work.",
        "Watch the time, since 1 question stayed unreached: give the main point first, and aim for "
        "5 minutes per question.",
        'Practise caching: explain aloud, in your own words, "Many clients may refill at once".',
    )


def test_hints_lead_to_another_try_without_them():
    request = interview(answered(9.0, "caching", hints_used=1))
    assert conclude(request).recommendations[0] == (
        "Answer the question on caching once more without a hint; you used 1 hint there."
    )


def test_a_good_interview_leads_onward():
    assert conclude(interview(answered(9.5, "caching"))).recommendations == (
        "Try the next interview at the hard level.",
        "Do one more technical interview at this level with other questions, and compare the two scores.",
        "Tell your answer on caching once more in under two minutes, without leaving out a point.",
    )


def test_a_perfect_hard_interview_still_has_three_recommendations():
    assert len(set(conclude(interview(answered(10.0), difficulty=Difficulty.HARD)).recommendations)) == 3


def test_unclear_answers_lead_to_the_main_point_first():
    request = interview(answered(8.5, metrics=(3.0, 5.0, 9.0, 9.0)))
    assert conclude(request).recommendations[0].startswith("Open each answer with its main point")


def test_skills_to_practise_come_weakest_first_without_the_mastered():
    request = interview(
        answered(6.0, "sql"),
        answered(9.0, "git"),
        ended(Outcome.DONT_KNOW, "http"),
        answered(8.0, "sql"),
        ended(Outcome.NOT_REACHED, "docker"),
    )
    assert conclude(request).practise == ("http", "sql")


def test_a_question_without_skills_is_named_by_its_words():
    long = question("", text="Why " + "and how " * 20 + "do you test?")
    weakness = conclude(interview(answered(1.0, question=long))).weaknesses[0]
    assert weakness.startswith("Your answer on Why and how and how")
    assert " … earned 1 of 10 points." in weakness


def test_braces_in_an_answer_are_only_text():
    said = "Use {name} and [x] or {n:one:many}."
    conclusion = conclude(interview(answered(3.0, answers=(said,))))
    assert conclusion.weaknesses == (f'Your answer on caching earned 3 of 10 points. You said: "{said}"',)


OUTCOMES = st.builds(ended, st.sampled_from(Outcome), st.sampled_from(["sql", "git", "http"]))
COVERAGES = st.tuples(
    st.builds(
        Coverage,
        st.just("point"),
        st.sampled_from(["One thing", "Another."]),
        st.floats(0, 1),
        st.text(max_size=9),
    )
)
ANSWERS = st.builds(
    lambda score, skill, covered, missing, hints, said, passed: answered(
        score,
        skill,
        covered=covered,
        missing=missing,
        hints_used=hints,
        answers=(said,),
        code=code(passed, 4, "WA") if passed is not None else None,
    ),
    st.floats(0, 10),
    st.sampled_from(["sql", "git", "http"]),
    COVERAGES,
    COVERAGES,
    st.integers(0, 3),
    st.text(max_size=400),
    st.none() | st.integers(0, 4),
)


@given(st.lists(OUTCOMES | ANSWERS, max_size=8), st.sampled_from(Mode), st.sampled_from(Kind))
def test_whatever_happened_the_feedback_keeps_its_form(items, mode, kind):
    conclusion = conclude(interview(*items, mode=mode, kind=kind))
    assert 3 <= sentences(conclusion.overall_feedback) <= 5
    assert "!" not in conclusion.overall_feedback
    assert len(conclusion.recommendations) == len(set(conclusion.recommendations)) == 3
    assert len(conclusion.strengths) <= 4
    assert len(conclusion.weaknesses) <= 4
    said = [answer for item in items for answer in item.answers]
    for text in (*conclusion.strengths, *conclusion.weaknesses):
        quoted = QUOTED.search(text)
        assert quoted is None or any(quoted.group(1) in answer for answer in said)
