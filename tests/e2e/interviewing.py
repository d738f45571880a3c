"""An interview as a person gives it: asked again, hinted, followed up, then code, wrong and right."""

from __future__ import annotations

from tests.e2e.answers import answer_to, full_answer, partial_answer, problem_of, question_in
from tests.e2e.room_page import RoomPage


def talk_until_code(room: RoomPage) -> None:
    """The first question in every way a person may take it, the others well, until the editor comes."""
    first = question_in(room.question())
    [again] = room.say("Could you repeat the question, please?")
    assert first.text[:60] in again
    [hint] = room.ask_hint()
    assert first.hints[0][:40] in hint
    [follow_up] = room.say(partial_answer(first))
    asked = [each for each in first.follow_ups if each.text in follow_up]
    assert len(asked) == 1
    room.say(answer_to(first, asked[0]))
    while first.text[:60] in room.question():
        room.say("I don't know.")
    while not has_editor(room):
        room.say(full_answer(question_in(room.question())))


def has_editor(room: RoomPage) -> bool:
    return room.editor.is_visible() or room.page.get_by_role("tab", name="Code").is_visible()


def solve(room: RoomPage) -> None:
    """First wrong, then right, with *Run* and *Submit* each time."""
    problem = problem_of(question_in(room.question()))
    room.write_code(problem.wrong_solutions[0].source)
    assert len(room.judge("Run")) == len(problem.samples)
    wrong = room.judge("Submit")
    assert len(wrong) == len(problem.samples) + len(problem.hidden)
    assert not all("Passed" in chip for chip in wrong)
    room.write_code(problem.solutions["python"])
    assert all("Passed" in chip for chip in room.judge("Run"))
    right = room.judge("Submit")
    assert [chip.split()[-1] for chip in right] == ["Passed"] * len(wrong)
    assert right[-1].split()[:2] == ["Hidden", str(len(problem.hidden))]
    room.tab("Chat")
    room.wait_until_quiet()
