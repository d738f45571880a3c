"""Train the classifier of intents on `scripts/intents/*.yaml`.

Run in a throw-away environment with `requirements/runtime.txt`, `scikit-learn==1.9.1`, `torch==2.15.0` and
`onnx==1.23.2`; it takes ten to twenty minutes on one core, `--folds` five times that:

    PYTHONPATH=. python scripts/train_intents.py --to viva/ai/dialogue/model
    PYTHONPATH=. python scripts/train_intents.py --leave-out 03_british 06_chatty     # measures these writers
    PYTHONPATH=. python scripts/train_intents.py --folds                             # every writer left out once

Each file of `scripts/intents` is one writer, with questions of their own: who leaves a writer out leaves the
questions out too. The utterances of `tests/ai/dialogue/utterances_{first,second}.yaml` are always trained on,
those held out or blind never. The same data gives the same weights on the same machine; on another the tower's
differ by what rounding makes of them in four passes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from intents_tower import look_inside, train_tower
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from viva.ai.bank.loader import load_bank
from viva.ai.dialogue.classifier import FILE, VECTOR_WEIGHT, Classifier, classifier_of, profile, run_weight
from viva.ai.dialogue.signs import INTENTS, SLOTS, Shares, runs, signs
from viva.ai.dialogue.understanding import decide, is_open, to_weigh, understand_by_rules
from viva.ai.engines.base import UnderstandRequest
from viva.ai.types import Difficulty, Intent, Kind, Question

WRITERS = Path(__file__).parent / "intents"
TOPICS = WRITERS.with_name("intents_about_topics.yaml")
TESTS = Path(__file__).parent.parent / "tests" / "ai" / "dialogue"
INDEX = "What is an index in a database, and when would you add one?"  # what the tests' utterances reply to
ANSWER = INTENTS.index(Intent.ANSWER)
NEW_LINE = " ⏎ "  # in the lines of writers

FREEDOM, ROUNDS = 1.0, 150  # how little the weights are held down; most steps of the fit
PROFILE_WEIGHT, MADE_WEIGH = 0.06, 0.5
FROM_BANK, EACH_PATTERN = 300, 8
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Said:
    writer: str
    kind: str
    question: str
    intent: int
    text: str


def read_writers() -> Iterator[Said]:
    for path in sorted(WRITERS.glob("*.yaml")):
        for group in yaml.safe_load(path.read_text(encoding="utf-8")):
            for line in group["said"].splitlines():
                intent, text = line.split(": ", 1)
                said = text.strip().replace(NEW_LINE, "\n")
                yield Said(path.stem, group["kind"], group["question"], INTENTS.index(Intent(intent)), said)


def read_tests() -> Iterator[Said]:
    for name in ("first", "second"):
        raw = yaml.safe_load((TESTS / f"utterances_{name}.yaml").read_text(encoding="utf-8"))
        for intent, utterances in raw.items():
            for said in utterances:
                about = {"say": said} if isinstance(said, str) else said
                asked, kind = about.get("asked", INDEX), about.get("kind", "technical")
                yield Said("tests", kind, asked, INTENTS.index(Intent(intent)), about["say"])


def make(seed: int = 0) -> Iterator[Said]:
    """Utterances from patterns with the bank's topics and sentences, and sentences of its wrong answers, that read
    like people's."""
    rng, bank = np.random.default_rng(seed), list(load_bank())
    for name, patterns in yaml.safe_load(TOPICS.read_text(encoding="utf-8")).items():
        for pattern in patterns:
            for at in rng.choice(len(bank), EACH_PATTERN * (2 if name == "answer" else 1), replace=False):
                question = bank[at]
                point = question.key_points[0].text
                topic = question.skills[int(rng.integers(len(question.skills)))].replace("_", " ")
                text = pattern.format(topic=topic, point=point[0].lower() + point[1:] + ".")
                yield Said("made", question.kind.value, question.text, INTENTS.index(Intent(name)), text)
    for at in rng.choice(len(bank), FROM_BANK, replace=False):
        sentences = re.split(r"(?<=[.?!]) ", bank[at].wrong_answers[0].text)
        text = sentences[int(rng.integers(len(sentences)))]
        yield Said("made", bank[at].kind.value, bank[at].text, ANSWER, text)


def signs_of(utterances: Sequence[Said]) -> np.ndarray:
    requests = [request_of(said) for said in utterances]
    return np.array([signs(asked, understand_by_rules(asked)) for asked in requests], dtype=np.float32)


def features(utterances: Sequence[Said], profiles: np.ndarray) -> csr_matrix:
    """As `Line.weigh` has them: the sentence's vector, its signs, its profile, and its runs, few of many."""
    vectors = np.array([look_inside(said.text).mean for said in utterances]) * VECTOR_WEIGHT
    slots = [runs(said.text) for said in utterances]
    rows = np.repeat(np.arange(len(slots)), [len(each) for each in slots])
    weights = np.repeat([run_weight(each) for each in slots], [len(each) for each in slots])
    wide = csr_matrix((weights, (rows, np.concatenate(slots))), (len(slots), SLOTS))
    return hstack([csr_matrix(np.hstack([vectors, signs_of(utterances), profiles])), wide]).tocsr()


def request_of(said: Said) -> UnderstandRequest:
    question = Question("asked", said.question, Kind(said.kind), Difficulty.EASY, expected_answer="")
    return UnderstandRequest(said.text, question, said.question, has_code=said.kind == "coding")


def train(utterances: Sequence[Said]) -> dict[str, np.ndarray]:
    labels = np.array([said.intent for said in utterances])
    weights = np.array([MADE_WEIGH if said.writer == "made" else 1.0 for said in utterances])
    texts = [said.text for said in utterances]
    return train_line(utterances, labels, weights) | train_tower(texts, signs_of(utterances), labels, weights)


def train_line(utterances: Sequence[Said], labels: np.ndarray, weights: np.ndarray) -> dict[str, np.ndarray]:
    """On profiles of one spread, which is then made part of the weights."""
    profiles = np.array([profile(look_inside(said.text)) for said in utterances])
    centre, spread = profiles.mean(axis=0), (profiles.std(axis=0) + 1e-3) / PROFILE_WEIGHT
    known = features(utterances, (profiles - centre) / spread)
    fitted = LogisticRegression(C=FREEDOM, max_iter=ROUNDS).fit(known, labels, sample_weight=weights)
    plain, by_run = np.split(fitted.coef_.T, [known.shape[1] - SLOTS])
    plain[-len(spread) :] /= spread[:, None]
    return {
        "line.plain": plain.astype(np.float32),
        "line.runs": by_run.astype(np.float16),
        "line.bias": (fitted.intercept_ - centre @ plain[-len(spread) :]).astype(np.float32),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=Path, help="folder for the trained file")
    parser.add_argument("--leave-out", nargs="+", default=[], help="writers to leave out and measure")
    parser.add_argument("--folds", action="store_true", help="leave every writer out, some at a time")
    parser.add_argument("--shares", type=Path, help="write what was measured, utterance by utterance (JSON lines)")
    arguments = parser.parse_args()
    writers = sorted({said.writer for said in read_writers()})
    rounds = [writers[at::FOLDS] for at in range(FOLDS)] if arguments.folds else [arguments.leave_out]
    measured = []
    for left_out in rounds:
        known = [said for said in (*read_writers(), *read_tests()) if said.writer not in left_out]
        weights = train([*known, *make()])
        measured += measure(classifier_of(weights), [said for said in read_writers() if said.writer in left_out])
    report(measured)
    if arguments.shares:
        arguments.shares.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in measured))
    if arguments.to:
        save(weights, arguments.to)


def measure(classifier: Classifier, utterances: Sequence[Said]) -> list[dict[str, Any]]:
    """What the rules and the classifier make of each, and what is decided."""
    rows = []
    for said in utterances:
        request = request_of(said)
        ruled = understand_by_rules(request)
        utterances = to_weigh(request, ruled)
        shares = [shares_of(classifier, *each) for each in utterances]
        found = decide(request, utterances, shares) if is_open(request, ruled) else ruled
        names = {"intent": INTENTS[said.intent].value, "ruled": ruled.intent.value, "found": found.intent.value}
        rows.append(
            {**asdict(said), **names, "open": is_open(request, ruled), "shares": shares[0], "parts": shares[1:]}
        )
    return rows


def shares_of(classifier: Classifier, text: str, signs: Sequence[float]) -> Shares:
    return tuple(round(float(share), 4) for share in classifier.weigh(look_inside(text), runs(text), signs))


def report(rows: Sequence[dict[str, Any]]) -> None:
    """Recall by intent and by writer, by the rules alone and decided; and how often what was read was right."""
    for name in ("intent", "writer"):
        groups = defaultdict(list)
        for row in rows:
            groups[row[name]].append(row)
        for value, group in groups.items():
            print(f"{name} {value}: {_share(group, 'ruled')} by rules, {_share(group, 'found')} of {len(group)}")
    if rows:
        print(f"all: {_share(rows, 'ruled')} by rules, {_share(rows, 'found')} of {len(rows)}")
        print(
            Counter((row["intent"], row["found"]) for row in rows if row["intent"] != row["found"]).most_common(12)
        )


def _share(rows: Sequence[dict[str, Any]], name: str) -> str:
    return f"{sum(row['intent'] == row[name] for row in rows) / len(rows):.3f}"


def save(arrays: dict[str, np.ndarray], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / FILE).open("wb") as file:
        np.savez_compressed(file, **arrays)
    digest = hashlib.sha256((folder / FILE).read_bytes()).hexdigest()
    (folder / f"{FILE}.sha256").write_text(digest + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
