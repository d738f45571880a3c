"""The conversation's rules."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.live.conversation import Conversation, code, judged, script, solved, talk
from viva.ai.engines.base import Mode, Outcome
from viva.ai.types import CodeGrowth, Intent
from viva.live.conductor.conduct import step
from viva.live.conductor.events import CodeJudged, Evaluated, HintAsked, Said, Tick
from viva.live.conductor.script import Phase, State

pytestmark = pytest.mark.unit


def begun(*questions, **options) -> Conversation:
    conversation = Conversation(script(*questions, **options))
    conversation.begin()
    return conversation


def test_the_interviewer_speaks_first_and_asks_the_first_question():
    assert Conversation(script()).begin() == ["greet", "ask"]


def test_it_never_greets_twice():
    conversation = begun()
    assert conversation.begin() == []


def test_a_full_answer_leads_to_the_next_question():
    conversation = begun()
    assert conversation.says("all of it", evaluation=judged(9.5)) == ["acknowledge", "ask"]
    assert conversation.state.index == 1


def test_a_missing_key_point_with_a_follow_up_is_asked_after():
    conversation = begun()
    assert conversation.says("half", evaluation=judged(5, missing=("when",))) == ["follow_up"]
    assert conversation.lines()[-1].slots == {"question": "When would you not use it?"}
    assert conversation.state.index == 0


def test_what_is_missing_without_a_follow_up_is_not_asked_after():
    assert begun().says("half", evaluation=judged(5, missing=("other",))) == ["acknowledge", "ask"]


def test_the_same_key_point_is_not_asked_after_twice():
    conversation = begun()
    conversation.says("half", evaluation=judged(5, missing=("cost",)))
    assert conversation.says("more", evaluation=judged(5, missing=("cost",))) == ["acknowledge", "ask"]


def test_all_that_was_said_to_a_question_is_judged_together():
    conversation = begun()
    conversation.says("half", evaluation=judged(5, missing=("cost",)))
    conversation.says("more", evaluation=judged(9))
    assert conversation.asked_to_judge()[-1].answers == ("half", "more")


def test_no_follow_up_when_the_questions_to_come_need_the_time():
    conversation = begun(talk(1), talk(2, minutes=10), talk(3, minutes=10), minutes=15)
    assert conversation.says("half", evaluation=judged(5, missing=("cost",)), at=5 * 60) == ["acknowledge", "ask"]


@pytest.mark.parametrize(
    ("intent", "move"),
    [
        (Intent.REPEAT, "repeat"),
        (Intent.CLARIFY, "clarify"),
        (Intent.TIME, "time"),
        (Intent.THINKING, "thinking"),
        (Intent.SMALL_TALK, "small_talk"),
        (Intent.DISTRESS, "comfort"),
        (Intent.GAMING, "gaming"),
        (Intent.HINT, "hint"),
    ],
)
def test_what_is_no_answer_is_replied_to_and_not_judged(intent, move):
    conversation = begun()
    assert conversation.says("...", intent=intent) == [move]
    assert (conversation.asked_to_judge(), conversation.state.index) == ([], 0)


def test_small_talk_knows_whether_the_interviewer_was_asked_about():
    conversation = begun()
    conversation.says("Are you a real person?", intent=Intent.SMALL_TALK)
    conversation.says("Nice weather today", intent=Intent.SMALL_TALK)
    assert [line.slots for line in conversation.lines()[-2:]] == [{"about_you": "yes"}, {}]


def test_thinking_aloud_is_not_disturbed_a_second_time():
    conversation = begun()
    conversation.says("hm", intent=Intent.THINKING)
    assert conversation.says("let me see", intent=Intent.THINKING) == []


def test_a_question_is_put_in_other_words_once_and_then_left_to_the_candidate():
    conversation = begun(talk(1, clarification="In other words."))
    conversation.says("what?", intent=Intent.CLARIFY)
    conversation.says("what?", intent=Intent.CLARIFY)
    assert [line.slots for line in conversation.lines()[-2:]] == [
        {"clarification": "In other words."},
        {"question": "Question 1?"},
    ]


def test_the_clarification_of_a_question_is_not_given_for_its_follow_up():
    conversation = begun(talk(1, clarification="In other words."))
    conversation.says("half", evaluation=judged(5, missing=("cost",)))
    conversation.says("what?", intent=Intent.CLARIFY)
    assert conversation.lines()[-1].slots == {"question": "What does it cost?"}


def test_what_is_repeated_is_the_last_thing_asked():
    conversation = begun()
    conversation.says("half", evaluation=judged(5, missing=("cost",)))
    conversation.says("again?", intent=Intent.REPEAT)
    assert conversation.lines()[-1].slots == {"question": "What does it cost?"}


@pytest.mark.parametrize(
    ("intent", "outcome"), [(Intent.DONT_KNOW, Outcome.DONT_KNOW), (Intent.SKIP, Outcome.SKIPPED)]
)
def test_declining_counts_and_the_question_is_not_asked_again(intent, outcome):
    conversation = begun()
    assert conversation.says("no", intent=intent)[-1] == "ask"
    assert [(record.index, record.outcome) for record in conversation.records()] == [(0, outcome)]


@pytest.mark.parametrize("intent", [Intent.DONT_KNOW, Intent.SKIP])
def test_who_declines_the_last_question_is_not_told_that_it_goes_on(intent):
    conversation = begun(talk(1), talk(2))
    conversation.says("no", intent=intent)
    assert conversation.says("no", intent=intent) == [str(conversation.lines()[-2].move), "close"]
    assert [line.slots for line in conversation.lines() if line.move.value == intent.value] == [
        {},
        {"last": "yes"},
    ]


def test_thanks_after_the_goodbye_are_returned():
    conversation = begun(talk(1))
    conversation.says("all", evaluation=judged(9))
    for text in ("Thanks, bye", "And one more thing"):
        conversation.says(text)
    assert [line.slots for line in conversation.lines()[-2:]] == [{"thanked": "yes"}, {}]


def test_declining_a_follow_up_keeps_the_answer_given_before():
    conversation = begun()
    conversation.says("half", evaluation=judged(5, missing=("cost",)))
    moves = conversation.says("no idea", intent=Intent.DONT_KNOW, evaluation=judged(5, missing=("when",)))
    assert moves == ["dont_know", "ask"]
    assert conversation.records()[-1].outcome is Outcome.ANSWERED


def test_an_answer_that_could_not_be_judged_is_withheld_and_never_scored():
    conversation = begun()
    assert conversation.says("words", evaluation=None) == ["acknowledge", "ask"]
    record = conversation.records()[-1]
    assert (record.outcome, record.evaluation, record.answers) == (Outcome.WITHHELD, None, ("words",))


def test_hints_come_rung_by_rung_and_are_counted():
    conversation = begun()
    assert [conversation.happens(HintAsked(at=1)) for _ in range(3)] == [["hint"], ["hint"], ["no_more_hints"]]
    conversation.says("answer", evaluation=judged(9))
    assert conversation.records()[-1].hints_used == 2


def test_real_mode_gives_no_hints():
    conversation = begun(mode=Mode.REAL)
    assert conversation.happens(HintAsked(at=1)) == ["hints_off"]
    assert conversation.state.hints_used == 0


def test_after_the_last_question_it_says_goodbye():
    conversation = begun(talk(1))
    assert conversation.says("all", evaluation=judged(9)) == ["close"]
    assert conversation.state.phase is Phase.CLOSED


def test_after_the_goodbye_nothing_is_judged():
    conversation = begun(talk(1))
    conversation.says("all", evaluation=judged(9))
    assert conversation.says("one more thing", evaluation=judged(9)) == ["after_close"]
    assert len(conversation.asked_to_judge()) == 1


def test_five_minutes_before_the_end_it_says_so_once():
    conversation = begun()
    assert conversation.happens(Tick(at=25 * 60)) == ["five_minutes"]
    assert conversation.happens(Tick(at=25 * 60 + 1)) == []


def test_a_short_interview_is_not_told_that_five_minutes_are_left():
    assert begun(minutes=8).happens(Tick(at=4 * 60)) == []


def test_at_the_end_a_sentence_may_be_finished_before_the_goodbye():
    conversation = begun(mode=Mode.REAL)
    conversation.happens(Tick(at=25 * 60))
    assert conversation.happens(Tick(at=30 * 60)) == ["last_words"]
    assert conversation.says("and so on", evaluation=judged(4, missing=("cost",)), at=30 * 60 + 20) == ["time_up"]
    assert conversation.state.phase is Phase.CLOSED


def test_when_the_last_words_do_not_come_the_question_counts_as_left():
    conversation = begun(mode=Mode.REAL)
    conversation.happens(Tick(at=30 * 60))
    conversation.happens(Tick(at=30 * 60))
    assert conversation.happens(Tick(at=31 * 60)) == ["time_up"]
    assert conversation.records()[-1].outcome is Outcome.LEFT


def test_no_question_is_asked_that_nobody_could_answer_in_time():
    conversation = begun()
    assert conversation.says("all", evaluation=judged(9), at=30 * 60 - 30)[-1] == "time_up"


def test_a_long_silence_is_asked_after_once():
    conversation = begun()
    assert conversation.happens(Tick(at=400, silent_for=200)) == ["nudge"]
    assert conversation.happens(Tick(at=500, silent_for=300)) == []


def test_talk_while_coding_is_kept_and_judged_with_the_code():
    conversation = begun(code(1), talk(2))
    assert conversation.says("I would use a dict") == ["keep_coding"]
    assert conversation.says("keyed by name") == []
    assert conversation.asked_to_judge() == []
    conversation.happens(CodeJudged(solved(), at=20))
    conversation.says("linear time", evaluation=judged(9))
    assert conversation.asked_to_judge()[-1].answers == ("I would use a dict", "keyed by name", "linear time")


def test_a_wrong_solution_is_told_and_the_question_stays_open():
    conversation = begun(code(1), talk(2))
    assert conversation.happens(CodeJudged(solved(passed=3), at=20)) == ["code_failed"]
    assert conversation.state.index == 0


def test_a_right_solution_is_talked_about_before_the_next_question():
    conversation = begun(code(1), talk(2))
    assert conversation.happens(CodeJudged(solved(), at=20)) == ["code_passed", "code_talk"]
    assert conversation.says("linear", evaluation=judged(9)) == ["acknowledge", "ask"]


def test_code_that_nobody_talked_about_is_not_thanked_for_like_an_answer():
    conversation = begun(code(1, follow_ups=()), talk(2))
    assert conversation.happens(CodeJudged(solved(), at=20), evaluation=judged(9)) == ["code_passed", "ask"]


def test_trouble_of_the_runner_is_not_the_candidates_fault():
    conversation = begun(code(1), talk(2))
    assert conversation.happens(CodeJudged(solved(passed=0), at=20, trouble=True)) == ["code_trouble"]
    assert (conversation.state.code, conversation.records()) == (None, [])


def test_leaving_a_coding_question_has_the_last_code_judged():
    conversation = begun(code(1), talk(2))
    conversation.happens(CodeJudged(solved(passed=3), at=20))
    conversation.says("next please", intent=Intent.SKIP, evaluation=judged(4))
    assert conversation.asked_to_judge()[-1].code == solved(passed=3)
    assert conversation.records()[-1].outcome is Outcome.ANSWERED


def test_the_state_survives_being_stored():
    conversation = begun(code(1), talk(2))
    conversation.says("a dict")
    conversation.happens(CodeJudged(solved(passed=3), at=20))
    assert State.from_json(conversation.state.to_json()) == conversation.state


def test_the_growth_that_code_was_judged_by_is_in_the_state_and_survives_being_stored():
    conversation = begun(code(1), talk(2))
    conversation.happens(CodeJudged(solved(), at=20))
    grown = replace(solved(), growth=CodeGrowth((1, 2), (30.0, 120.0), (1.0, 2.0), 2.0, None))
    result = step(conversation.script, conversation.state, Evaluated(judged(5), 30, code=grown))
    assert result.effects[0].code == grown
    kept = replace(conversation.state, code=grown)
    assert State.from_json(json.loads(json.dumps(kept.to_json()))) == kept


def test_the_same_events_give_the_same_conversation():
    events = [Said("a", 1.0), HintAsked(2.0), Tick(25 * 60.0)]
    one, other = begun(), begun()
    assert [one.happens(event) for event in events] == [other.happens(event) for event in events]
    assert one.effects == other.effects


def test_nothing_said_before_the_beginning_is_taken():
    assert step(script(), State(), Said("hello", 0)).effects == ()
