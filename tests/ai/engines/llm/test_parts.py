"""The breaker, the history's trimming, and the quotes, each alone."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from tests.ai.engines.llm.asking import ANSWER, Clock, answered, ask, concluded, failing
from tests.ai.engines.llm.conftest import Make
from viva.ai.engines.base import Line
from viva.ai.engines.llm import fencing, history
from viva.ai.engines.llm.breaker import FAILURES, OPEN_SECONDS, Breaker
from viva.ai.engines.llm.failures import Cause, ModelFailure
from viva.ai.engines.llm.history import LONGEST_LINE, write_history
from viva.ai.engines.llm.quotes import find_quote

pytestmark = pytest.mark.unit


def test_it_opens_after_failures_in_a_row_and_lets_one_try_after_the_pause() -> None:
    clock = Clock()
    breaker = Breaker(clock=clock)
    failing(breaker, FAILURES)
    with pytest.raises(ModelFailure):
        breaker.enter()
    clock.now += OPEN_SECONDS + 1
    breaker.enter()
    with pytest.raises(ModelFailure):
        breaker.enter()
    breaker.leave(None)
    breaker.enter()


def test_a_try_that_fails_opens_it_again_and_one_that_is_abandoned_leaves_it_to_the_next() -> None:
    clock = Clock()
    breaker = Breaker(clock=clock)
    failing(breaker, FAILURES)
    clock.now += OPEN_SECONDS + 1
    breaker.enter()
    breaker.abandon()
    failing(breaker, 1)
    assert breaker.is_open


def test_a_success_between_begins_the_count_anew() -> None:
    breaker = Breaker()
    failing(breaker, FAILURES - 1)
    breaker.enter()
    breaker.leave(None)
    failing(breaker, FAILURES - 1)
    breaker.enter()


@pytest.mark.parametrize("cause", [Cause.MALFORMED, Cause.REFUSED, Cause.EMPTY, Cause.TOO_LONG, Cause.BAD_REQUEST])
def test_a_poor_reply_is_no_failing_server(cause: Cause) -> None:
    breaker = Breaker()
    failing(breaker, 3 * FAILURES, cause)
    breaker.enter()


def test_a_conversation_that_fits_is_told_whole() -> None:
    told = write_history([Line("interviewer", "Why?"), Line("candidate", "Because.")], most=1_000)
    assert told.startswith("interviewer: Why?")
    assert "Because." in told
    assert "in short" not in told


def test_what_does_not_fit_is_told_in_short_and_counted() -> None:
    lines = [Line("candidate", f"Answer {number}. " + "word " * 60) for number in range(40)]
    told = write_history(lines, most=2_000)
    assert len(told) < 8_000
    assert "Answer 39." in told
    assert "Earlier in the conversation, in short (3" in told
    assert "Answer 20." in told
    assert "62 words" in told


def test_what_is_left_out_even_in_short_is_counted() -> None:
    lines = [Line("candidate", f"Answer {number}. " + "word " * 60) for number in range(180)]
    assert "of which are not told" in write_history(lines, most=1_000)


def test_a_line_that_is_too_long_says_how_much_is_left_out() -> None:
    told = write_history([Line("candidate", "x" * (LONGEST_LINE + 50))], most=1_000)
    assert "50 characters more, left out here" in told


def test_the_last_line_is_always_there() -> None:
    assert "final words" in write_history([Line("candidate", "My final words. " + "x " * 1_000)], most=10)


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("keeps the VALUES, in order", "keeps the values in order"),
        ("“keeps the values in order.”", "keeps the values in order"),
        ("keeps the values … order", None),
        ("keeps values in order", None),
        ("the values", None),
        ("", None),
    ],
)
def test_a_quote_is_found_in_the_answers_own_letters(quote: str, found: str | None) -> None:
    assert find_quote(quote, ["It keeps the values in order."]) == found


def test_a_short_answer_may_be_quoted_whole() -> None:
    assert find_quote("Row locks", ["Row locks."]) == "Row locks"


def test_neither_django_nor_the_sdk_is_loaded_with_the_engine() -> None:
    """Who has no language model configured pays nothing for it, and one who has waits for it beside the start."""
    names = "('django', 'openai', 'httpx2')"
    loaded = f"import viva.ai.engines.llm.engine, sys; print([n for n in {names} if n in sys.modules])"
    told = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, timeout=120, check=True)
    assert told.stdout.strip() == "[]"


def test_a_very_long_conversation_is_read_as_far_as_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(history, "without_instructions", lambda text: read.append(text) or text)
    write_history([Line("candidate", f"{number} " + "word " * 200) for number in range(1_000)], most=4_000)
    assert len(read) < 100


async def test_long_texts_are_not_read_on_the_loop_that_all_rooms_share(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_loop: list[bool] = []
    reading = fencing.split_segments

    def noted(texts: list[str]) -> object:
        on_loop.append(threading.current_thread() is threading.main_thread())
        return reading(texts)

    monkeypatch.setattr(fencing, "split_segments", noted)
    engine = make()
    await engine.say(ask(history=(Line("candidate", ANSWER),)))
    said = len(on_loop)
    await engine.evaluate(answered(), deadline=20)
    judged = len(on_loop)
    await engine.conclude(concluded())
    assert 0 < said < judged < len(on_loop)
    assert not any(on_loop)


def test_the_marks_around_what_people_write_are_too_long_to_be_guessed() -> None:
    first, text, last = fencing.fence("answer", "Some words.").split("\n")
    mark = first.removeprefix("<answer ").removesuffix(">")
    assert (text, last, len(mark) * 4) == ("Some words.", f"</answer {mark}>", 128)
