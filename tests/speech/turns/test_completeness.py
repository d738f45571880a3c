"""Which words sound like the end of an answer."""

from __future__ import annotations

import pytest

from viva.speech.turns.completeness import closes, looks_finished

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "finished"),
    [
        ("An index is sorted and makes reads quick.", True),
        ("an index is sorted and makes reads quick", True),
        ("I would add an index", True),
        ("I do not know", True),
        ("No, I would not.", True),
        ("yes it is", True),
        ("I would not", False),
        ("and there is an index on it as well", True),
        ("An index is sorted, well", False),
        ("", False),
        ("Yes", False),
        ("An index is a", False),
        ("I would add an index and", False),
        ("I would add an index, um", False),
        ("It is sorted. Because the", False),
        ("It is sorted. So reads are quick", False),
        ("It is sorted…", False),
        ("It is sorted...", False),
    ],
)
def test_words_that_want_another_are_not_the_end(text: str, finished: bool) -> None:
    assert looks_finished(text) is finished


@pytest.mark.parametrize(
    ("text", "closing"),
    [
        ("An index is sorted, so reads are quick. So yes, that's it.", True),
        ("and that is how i would do it", True),
        ("Could you repeat the question, please?", True),
        ("Can I have a hint?", True),
        ("I'm done, thanks", True),
        ("That's it about the index, but", False),
        ("That is how I would do it if", False),
        ("I think that's it, um", False),
        ("I am not sure it is finished", False),
        ("The server asks: could you repeat the question, and", False),
        ("I don't know", False),
        ("", False),
    ],
)
def test_words_after_which_nothing_comes_round_an_answer_off_or_ask(text: str, closing: bool) -> None:
    assert closes(text) is closing
