from __future__ import annotations

import re

import pytest

from tests.ai.dialogue.asking import request
from viva.ai.dialogue import classifier
from viva.ai.dialogue.classifier import INTENTS, load_classifier, weigh
from viva.ai.dialogue.signs import runs, signs
from viva.ai.dialogue.understanding import (
    ANSWER_AT,
    LEAST,
    MOST_WORDS,
    decide,
    is_open,
    understand,
    understand_by_rules,
)
from viva.ai.grading.encoder import load_encoder
from viva.ai.grading.errors import GradingError
from viva.ai.types import Intent

pytestmark = pytest.mark.unit

ROUNDABOUT = "I don't suppose you could steer me a little here?"


def shares(**known: float) -> list[float]:
    return [known.get(intent.value, 0.0) for intent in INTENTS]


def given(say: str) -> tuple[float, ...]:
    return signs(request(say), understand_by_rules(request(say)))


def test_what_the_rules_do_not_know_the_classifier_may():
    assert understand_by_rules(request(ROUNDABOUT)).intent is Intent.ANSWER
    assert understand(request(ROUNDABOUT)).intent is Intent.HINT


def test_the_same_utterance_has_the_same_shares_and_they_are_shares():
    first, again = (weigh(ROUNDABOUT, given(ROUNDABOUT)) for _ in range(2))
    assert first == again
    assert sum(first) == pytest.approx(1, abs=1e-5)
    assert len(first) == len(Intent)


def test_an_answer_that_is_possible_is_an_answer():
    assert decide(shares(hint=1 - ANSWER_AT, answer=ANSWER_AT)).intent is Intent.ANSWER
    assert decide(shares(hint=0.8, answer=0.2)).intent is Intent.HINT


def test_what_is_nothing_clearly_is_an_answer():
    assert decide(shares(hint=LEAST - 0.01, skip=0.3, time=0.3)).intent is Intent.ANSWER


def test_confidence_is_the_share_of_what_was_decided():
    assert decide(shares(hint=0.9, answer=0.1)).confidence == 0.9
    assert decide(shares(answer=0.7, hint=0.3)).confidence == 0.7


def test_what_the_rules_account_for_and_what_is_long_is_not_weighed():
    asked = [request(text) for text in ("Can I have a hint?", "word " * (MOST_WORDS + 1), ROUNDABOUT)]
    assert [is_open(each, understand_by_rules(each)) for each in asked] == [False, False, True]


def test_without_the_encoder_the_rules_decide(monkeypatch):
    def missing() -> None:
        raise GradingError("model_missing", "The grading model is not installed.")

    monkeypatch.setattr(classifier, "load_encoder", missing)
    for say in (ROUNDABOUT, "Can I have a hint?"):
        assert understand(request(say)) == understand_by_rules(request(say))


@pytest.mark.parametrize("damage", [lambda file: file.write_bytes(b"damaged"), lambda file: file.unlink()])
def test_a_classifier_that_is_not_the_shipped_one_is_refused(tmp_path, monkeypatch, damage):
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / f"{classifier.FILE}.sha256").write_text("0" * 64 + "\n")
    (tmp_path / "model" / classifier.FILE).touch()
    damage(tmp_path / "model" / classifier.FILE)
    monkeypatch.setattr(classifier, "files", lambda package: tmp_path)
    with pytest.raises(GradingError, match=r"not installed|not the one"):
        load_classifier.__wrapped__()


def test_the_vectors_below_the_top_are_of_each_piece_and_do_not_change_the_top():
    below = load_encoder().below_top("One two three")
    assert below.shape == (5, 384)  # with both end marks
    assert not (below == load_encoder().below_top("One two four")).all()


def test_runs_tell_order_and_ends_apart():
    assert runs("can you") != runs("you can")
    assert runs("") == runs("  ") != runs("?")


def test_signs_are_as_many_whatever_is_said():
    assert len({len(given(say)) for say in ("", "?", "a", "\ud800", "Where? " * 50)}) == 1


def test_half_a_pair_of_surrogates_is_weighed_too():
    assert len(weigh("\ud800 could you?", given("\ud800 could you?"))) == len(Intent)


def test_the_file_is_small():
    from importlib.resources import files

    path = files("viva.ai.dialogue").joinpath("model")
    assert len(path.joinpath(classifier.FILE).read_bytes()) < 2_500_000
    assert re.fullmatch(r"[0-9a-f]{64}\n", path.joinpath(f"{classifier.FILE}.sha256").read_text())
