import pytest

from viva.ai.bank.values import LARGEST, expand

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("form", "value"),
    [
        ({"$range": [3]}, [0, 1, 2]),
        ({"$range": [5, 1, -2]}, [5, 3]),
        ({"$repeat": "ab", "$times": 3}, "ababab"),
        ({"$repeat": [1, 2], "$times": 2}, [1, 2, 1, 2]),
        ({"$concat": [{"$range": [2]}, [9], {"$repeat": [0], "$times": 2}]}, [0, 1, 9, 0, 0]),
        ({"$concat": ["a", {"$repeat": "b", "$times": 2}]}, "abb"),
        ([{"row": {"$repeat": "#", "$times": 3}}, None, 1.5], [{"row": "###"}, None, 1.5]),
        ({"a": 1}, {"a": 1}),
    ],
)
def test_a_form_becomes_its_value(form, value):
    assert expand(form) == value


@pytest.mark.parametrize(
    "form",
    [
        {"$range": []},
        {"$range": [1, 2, 3, 4]},
        {"$range": [True]},
        {"$range": [1, 2, 0]},
        {"$repeat": "a"},
        {"$repeat": 5, "$times": 2},
        {"$range": [3], "note": 1},
        {"$concat": ["a", ["b"]]},
        {"$concat": []},
        {"$shuffle": [1]},
        {1: "a"},
        {"$range": [LARGEST + 1]},
        {"$repeat": "a", "$times": LARGEST + 1},
        {"$concat": [{"$range": [LARGEST]}, [1]]},
    ],
)
def test_a_malformed_or_too_large_form_is_an_error(form):
    with pytest.raises(ValueError, match=r".+"):
        expand(form)


def test_the_largest_value_is_allowed():
    assert len(expand({"$range": [LARGEST]})) == LARGEST


def test_repeated_lists_are_equal_to_the_written_out_ones():
    assert expand({"$repeat": [[0, 1]], "$times": 3}) == [[0, 1], [0, 1], [0, 1]]
