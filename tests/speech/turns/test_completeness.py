"""Which words sound like the end of an answer."""

from __future__ import annotations

import pytest

from viva.speech.turns.completeness import looks_finished

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "finished"),
    [
        ("An index is sorted and makes reads quick.", True),
        ("an index is sorted and makes reads quick", True),
        ("I would add an index", True),
        ("I do not know", True),
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
