from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from tests.ai.dialogue.asking import request
from viva.ai.dialogue import classifier
from viva.ai.dialogue.classifier import TOWERS_PART, classifier_of, load_classifier, profile, weigh
from viva.ai.dialogue.layers import PARTS, pass_through
from viva.ai.dialogue.signs import ANSWER_AT, INTENTS, PLAINLY, Shares, Weighable, runs, signs
from viva.ai.dialogue.understanding import (
    BEYOND_DOUBT,
    MOST_WORDS,
    WORDS_OF_CONTENT,
    WORDS_OF_TALK,
    decide,
    is_open,
    to_weigh,
    understand,
    understand_by_rules,
)
from viva.ai.engines.base import UnderstandRequest
from viva.ai.grading.encoder import load_encoder
from viva.ai.grading.errors import GradingError
from viva.ai.types import Intent, Understanding

pytestmark = pytest.mark.integration

ROUNDABOUT = "I don't suppose you could steer me a little here?"
ASKED = request(ROUNDABOUT)


def shares(**known: float) -> Shares:
    return tuple(known.get(intent.value, 0.0) for intent in INTENTS)


def decided(asked: UnderstandRequest, *weighed: Shares, said: str = ROUNDABOUT) -> Understanding:
    """What the first of `weighed` decides for the whole, with the others for sentences `said`."""
    return decide(asked, [(said, ())] * len(weighed), weighed)


def layer_of(size: float) -> dict[str, Any]:
    """A transformer layer of chance weights."""
    rng, shapes = np.random.default_rng(1), {"wf": (384, 1536), "wg": (1536, 384), "bf": (1536,)}
    layer = {}
    for name in PARTS:
        shape = shapes.get(name, (384, 384) if name[0] == "w" else (384,))
        layer[name] = (rng.normal(size=shape) * size + (name[0] == "s")).astype(np.float32)
    return layer


def weighable(say: str) -> Weighable:
    return say, signs(request(say), understand_by_rules(request(say)))


def test_what_the_rules_do_not_know_the_classifier_may():
    assert understand_by_rules(request(ROUNDABOUT)).intent is Intent.ANSWER
    assert understand(request(ROUNDABOUT)).intent is Intent.HINT


def test_the_same_utterance_has_the_same_shares_and_they_are_shares():
    [first], [again] = (weigh([weighable(ROUNDABOUT)]) for _ in range(2))
    assert first == again
    assert sum(first) == pytest.approx(1, abs=1e-5)
    assert len(first) == len(Intent)


def test_an_answer_that_is_possible_is_an_answer():
    assert decided(ASKED, shares(hint=1 - ANSWER_AT, answer=ANSWER_AT)).intent is Intent.ANSWER
    assert decided(ASKED, shares(hint=1 - ANSWER_AT, answer=ANSWER_AT - 0.01)).intent is Intent.HINT


def test_what_is_hardly_an_answer_is_the_likeliest_of_the_others():
    assert decided(ASKED, shares(hint=0.35, skip=0.3, time=0.3, answer=0.05)).intent is Intent.HINT


@pytest.mark.parametrize("intent", [Intent.TIME, Intent.CLARIFY, Intent.HINT])
def test_questions_are_answers_where_they_are_invited(intent):
    invited = request(ROUNDABOUT, asked="Do you have any questions for us?", kind="hr")
    assert decided(invited, shares(**{intent.value: 1.0})).intent is Intent.ANSWER
    assert decided(ASKED, shares(**{intent.value: 1.0})).intent is intent


def test_where_questions_are_invited_only_what_is_beyond_doubt_is_something_else():
    invited = request(ROUNDABOUT, asked="Do you have any questions for us?", kind="hr")
    assert decided(invited, shares(repeat=BEYOND_DOUBT)).intent is Intent.REPEAT
    assert decided(invited, shares(repeat=BEYOND_DOUBT - 0.01)).intent is Intent.ANSWER


def test_where_the_question_is_about_nerves_only_what_is_beyond_doubt_is_distress():
    about = request("I shake a lot.", asked="How do you cope with stress?", kind="behavioral")
    assert decided(about, shares(distress=BEYOND_DOUBT)).intent is Intent.DISTRESS
    assert decided(about, shares(distress=BEYOND_DOUBT - 0.01)).intent is Intent.ANSWER
    assert decided(ASKED, shares(distress=BEYOND_DOUBT - 0.01)).intent is Intent.DISTRESS


def test_confidence_is_the_share_of_what_was_decided():
    assert decided(ASKED, shares(hint=0.95, answer=0.05)).confidence == 0.95
    assert decided(ASKED, shares(answer=0.7, hint=0.3)).confidence == 0.7


def test_the_utterance_is_weighed_with_its_sentences_that_may_be_answers():
    said = request(f"Hello. {ROUNDABOUT} It keeps the keys in order. Could I have a hint?")
    weighed = [text for text, _ in to_weigh(said, understand_by_rules(said))]
    assert weighed == [said.text, ROUNDABOUT, "It keeps the keys in order."]
    assert len(to_weigh(ASKED, understand_by_rules(ASKED))) == 1


def test_what_is_said_plainly_after_thinking_aloud_is_an_answer():
    hm = shares(thinking=1.0)
    assert decided(ASKED, hm, hm, shares(answer=PLAINLY)).intent is Intent.ANSWER
    assert decided(ASKED, hm, hm, shares(answer=PLAINLY - 0.01)).intent is Intent.THINKING


def test_beside_a_request_a_short_sentence_is_its_excuse_and_a_long_one_an_answer():
    request, plain = shares(repeat=1.0), shares(answer=1.0)
    assert decided(ASKED, request, plain, said="word " * (WORDS_OF_CONTENT - 1)).intent is Intent.REPEAT
    assert decided(ASKED, request, plain, said="word " * WORDS_OF_CONTENT).intent is Intent.ANSWER


MAYBE = shares(answer=PLAINLY - 0.01, skip=0.4)


def test_what_may_be_an_answer_and_ends_in_a_wish_by_the_rules_is_the_wish():
    told = "That would be gossip about my friends. "
    assert decided(request(f"{told}Next question, please."), MAYBE).intent is Intent.SKIP
    assert decided(request(told + ROUNDABOUT), MAYBE, shares(hint=1.0)).intent is Intent.ANSWER


def test_what_is_plainly_an_answer_stays_one_whatever_it_ends_in():
    said, ended = "word " * WORDS_OF_CONTENT, request("It keeps the keys in order. Next question, please.")
    assert decided(ended, shares(answer=PLAINLY)).intent is Intent.ANSWER
    assert decided(ended, MAYBE, shares(answer=BEYOND_DOUBT), said=said).intent is Intent.ANSWER
    assert decided(ended, MAYBE, shares(answer=BEYOND_DOUBT - 0.01), said=said).intent is Intent.SKIP


def test_a_question_at_the_end_is_no_wish_where_questions_are_invited():
    ended = "Of course. How long do we have?"
    invited = request(ended, asked="Do you have any questions for us?", kind="hr")
    assert decided(request(ended), MAYBE).intent is Intent.TIME
    assert decided(invited, MAYBE).intent is Intent.ANSWER


def test_what_the_rules_account_for_and_what_is_long_is_not_weighed():
    asked = [request(text) for text in ("Can I have a hint?", "word " * (MOST_WORDS + 1), ROUNDABOUT)]
    assert [is_open(each, understand_by_rules(each)) for each in asked] == [False, False, True]


LONGISH = "we had a loan table with a row for each month and the report summed them by customer " * 2


@pytest.mark.parametrize("sign", ["could you", "give me a hint please", "what?", "sorry", "i can't go on"])
def test_a_longish_tale_is_an_answer_unseen_unless_it_has_a_sign_of_a_wish(sign):
    assert MOST_WORDS > len(LONGISH.split()) > WORDS_OF_TALK
    short = " ".join(LONGISH.split()[:WORDS_OF_TALK])
    asked = [request(text) for text in (LONGISH, f"{LONGISH} {sign}", short)]
    assert [is_open(each, understand_by_rules(each)) for each in asked] == [False, True, True]


def test_sentences_are_weighed_only_where_the_whole_is_not_plainly_an_answer(monkeypatch):
    looked_at = []

    class Encoder:
        def look_inside(self, texts: list[str]) -> list[Any]:
            looked_at.append(texts)
            return known.look_inside(texts)

    known = load_encoder()
    monkeypatch.setattr(classifier, "load_encoder", Encoder)
    answer, hint = weighable("It keeps the keys sorted."), weighable(ROUNDABOUT)
    assert len(weigh([answer, hint])) == 1
    assert len(weigh([hint, answer])) == 2
    assert looked_at == [[answer[0]], [hint[0]], [answer[0]]]


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


def test_a_file_of_another_version_is_refused():
    with pytest.raises(GradingError, match="does not fit"):
        classifier_of({"line.plain": np.zeros((1, 1))})


def test_what_lies_inside_the_encoder_comes_with_the_sentence():
    texts = ["It keeps the keys sorted.", "Yes."]
    inside, whole = load_encoder().look_inside(texts), load_encoder().encode(texts)
    assert [list(each.mean) for each in inside] == [list(each.mean) for each in whole]
    assert [each.lower.shape for each in inside] == [each.upper.shape for each in inside] == [(8, 384), (4, 384)]
    assert load_encoder().look_inside([]) == []


def test_what_lies_inside_does_not_depend_on_the_texts_beside_it():
    said = "It keeps the keys sorted."
    [alone], [beside, _] = load_encoder().look_inside([said]), load_encoder().look_inside([said, "word " * 60])
    assert np.abs(profile(alone) - profile(beside)).max() < 1e-4


def test_a_layer_of_zeros_passes_on_what_it_is_given_normalised():
    given = np.array([np.arange(384), np.ones(384)], dtype=np.float32)
    passed = pass_through(layer_of(0.0), given)
    assert passed.mean(axis=-1) == pytest.approx([0, 0], abs=1e-4)
    assert passed[0].std() == pytest.approx(1, abs=1e-3)


def test_in_a_layer_the_pieces_hear_each_other():
    """And what they hear does not depend on their order: places are told apart further down."""
    one, other, third = np.random.default_rng(0).normal(size=(3, 384)).astype(np.float32)
    layer = layer_of(0.05)
    first = pass_through(layer, np.array([one, other]))[0]
    assert first == pytest.approx(pass_through(layer, np.array([other, one]))[1], abs=1e-4)
    assert np.abs(first - pass_through(layer, np.array([one, third]))[0]).max() > 0.01


def test_line_and_tower_both_count():
    known, said = load_classifier(), weighable(ROUNDABOUT)
    [inside] = load_encoder().look_inside([ROUNDABOUT])
    by_line, by_tower = known.line.weigh(inside, runs(said[0]), said[1]), known.tower.weigh(inside, said[1])
    assert 0 < TOWERS_PART < 1
    both = by_line + TOWERS_PART * (by_tower - by_line)
    assert weigh([said])[0] == pytest.approx(list(both), abs=1e-6)


def test_runs_tell_order_and_ends_apart():
    assert runs("can you") != runs("you can")
    assert runs("") == runs("  ") != runs("?")


def test_signs_are_as_many_whatever_is_said():
    assert len({len(weighable(say)[1]) for say in ("", "?", "a", "\ud800", "Where? " * 50)}) == 1


def test_half_a_pair_of_surrogates_is_weighed_too():
    assert len(weigh([weighable("\ud800 could you?")])[0]) == len(Intent)


def test_the_file_is_small():
    from importlib.resources import files

    path = files("viva.ai.dialogue").joinpath("model")
    assert len(path.joinpath(classifier.FILE).read_bytes()) < 7_000_000
    assert re.fullmatch(r"[0-9a-f]{64}\n", path.joinpath(f"{classifier.FILE}.sha256").read_text())
