"""How text is read aloud."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.speech.reading import CODE_ON_SCREEN, LONGEST_SENTENCE, read_aloud, sentences

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Merge sort is O(n log n).", "Merge sort is O of n log n."),
        ("O(n^2) or O(n²), O(2^n)", "O of n squared or O of n squared, O of 2 to the n"),
        ("O(V + E), O(n*m)", "O of V plus E, O of n times m"),
        ("`==` and `===`", "equals and strictly equals"),
        ("if a != b && c >= d", "if a is not equal to b and c is at least d"),
        ("Call `getUserById()` or get_user_by_id.", "Call get user by id or get user by id."),
        ("An HTTPServer, some APIs and __init__", "An HTTP server, some APIs and init"),
        ("See https://www.example.org/a?b=c, please.", "See a link to example dot org, please."),
        ("[the docs](https://example.org/a) say", "the docs say"),
        ("10 ms for 2.5 GB and 1,000,000 rows", "10 milliseconds for 2.5 gigabytes and 1000000 rows"),
        ("3-5 people, e.g. in C++ or C#", "3 to 5 people, for example, in C plus plus or C sharp"),
        ("**Why** is it _so_? A client/server model — good", "Why is it so? A client or server model, good"),
        ("`SELECT * FROM users`", "SELECT everything FROM users"),
        ("`os.path.join`", "os dot path dot join"),
        ("Café naïve, it's 日本語 \U0001f389", "Café naïve, it's 日本語"),
    ],
)  # fmt: skip
def test_signs_and_identifiers_are_read_in_words(written: str, read: str) -> None:
    assert read_aloud(written) == read


def test_a_text_is_read_sentence_by_sentence_and_shown_as_it_was_written() -> None:
    found = sentences("Dr. Lee asks: is it `O(1)`? Think of e.g. a map. **Then** go on.\n\n- first\n- second")
    assert [sentence.text for sentence in found] == [
        "Dr. Lee asks: is it `O(1)`?",
        "Think of e.g. a map.",
        "**Then** go on.",
        "- first",
        "- second",
    ]
    assert [sentence.spoken for sentence in found][:3] == [
        "Dr. Lee asks: is it O of 1?",
        "Think of for example, a map.",
        "Then go on.",
    ]


def test_a_block_of_code_is_pointed_at_and_not_read() -> None:
    found = sentences("Write this:\n\n```python\ndef secret(): ...\n```\n\nThen tell me.")
    assert [sentence.spoken for sentence in found] == ["Write this:", CODE_ON_SCREEN, "Then tell me."]


def test_a_fence_that_never_ends_is_code_to_the_end() -> None:
    assert [each.spoken for each in sentences("Look:\n```\nx = 1\ny = 2")] == ["Look:", CODE_ON_SCREEN]


def test_a_long_sentence_is_cut_at_commas_so_that_its_first_sound_comes_soon() -> None:
    found = sentences(", ".join(["and then some more words"] * 40))
    assert len(found) == 4
    assert all(len(each.text) <= LONGEST_SENTENCE and each.text.endswith((",", "words")) for each in found)


def test_nothing_but_signs_is_not_read() -> None:
    assert sentences("--- \n\n *** \n\n 🎉") == []


@given(st.text(max_size=600))
def test_any_text_is_read_without_failing_and_without_line_breaks(text: str) -> None:
    for sentence in sentences(text):
        assert sentence.text
        assert sentence.spoken
        assert "\n" not in sentence.spoken
        assert len(sentence.text) <= LONGEST_SENTENCE
