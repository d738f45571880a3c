"""Bank files for tests: a question and a problem without any fault, to be spoilt in one place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from viva.ai.types import Difficulty, Kind, Question

FILE = "questions/technical/kettle.yaml"
PROBLEM_FILE = "problems/add-up.yaml"


def question_data() -> dict[str, Any]:
    return {
        "model_answer": MODEL,
        "wrong_answers": [dict(wrong) for wrong in WRONG],
        "id": "kettle",
        "kind": "technical",
        "difficulty": "easy",
        "roles": ["backend_developer"],
        "skills": ["reliability"],
        "minutes": 5,
        "text": "How does an electric kettle notice that its contents are boiling?",
        "clarification": "Explain by which mechanism such an appliance stops without anybody watching.",
        "expected_answer": " ".join(
            ["Steam rises through a duct to a bimetal strip near the base, which bends and opens a switch."] * 5
        ),
        "key_points": [
            {
                "id": "vapour",
                "text": "Hot vapour is led to a sensor",
                "paraphrases": ["the steam reaches it", "a channel guides gas downwards"],
            },
            {
                "id": "two-metals",
                "text": "Layers of different expansion curve with warmth",
                "paraphrases": ["a bimetallic strip deforms", "unequal metals buckle"],
            },
            {
                "id": "circuit",
                "text": "The current is interrupted",
                "paraphrases": ["power is cut", "the contact snaps apart"],
            },
        ],
        "follow_ups": [
            {"key_point": "vapour", "text": "What leaves the water, and where does it go?"},
            {"key_point": "two-metals", "text": "What is inside the part that reacts?"},
            {"key_point": "circuit", "text": "And what does that part do in the end?"},
        ],
        "hints": ["What leaves the water first?", "Think of something that changes shape."],
    }


MODEL = (
    "When water boils, gas escapes upwards, and a small channel in the handle leads it down to a disc"
    " made of two metals. One of them grows more than the other as it gets warm, so the disc snaps "
    "over, like the lid of a jam jar that is pressed, and pushes a lever. The lever opens the "
    "contact, the element gets no more power, and the lamp goes out. Since the gas comes only when it"
    " really boils, nothing depends on how much is in it. If the lid is left open the gas gets lost "
    "in the room, and so it may go on and on until a second disc at the bottom notices heat without "
    "water."
)
WRONG = (
    {
        "text": (
            "Steam never rises through a duct. A timer near the base bends a strip, whether or not the water "
            "is hot, and the switch opens a valve, so that the appliance stops after three minutes at any "
            "temperature."
        ),
        "why": "Nothing is measured: it would stop after a time.",
    },
    {
        "text": (
            "The bimetal strip is cooled by the duct. As steam rises it gets straight again and closes the "
            "switch near the base, so more current flows and the kettle heats the rest faster until somebody "
            "pulls the plug."
        ),
        "why": "The strip bends with warmth and opens the contact.",
    },
)


def problem_data() -> dict[str, Any]:
    return question_data() | {
        "id": "add-up",
        "kind": "coding",
        "problem": {
            "title": "Add up",
            "entry_point": "add_up",
            "statement": "Example: `add_up([1, 2])` is 3.\n\n**Constraints**\n\n- none\n",
            "starters": {
                "python": "def add_up(numbers):\n    pass\n",
                "javascript": "function add_up(numbers) {}\n",
            },
            "samples": [{"args": [[1, 2]], "expected": 3}, {"args": [[]], "expected": 0}],
            "hidden": [
                *({"args": [[number]], "expected": number} for number in range(9)),
                {"args": [{"$range": [2000]}], "expected": 1999000},
            ],
            "solutions": {
                "python": "def add_up(numbers):\n    return sum(numbers)\n",
                "javascript": "function add_up(numbers) {\n  return numbers.reduce((sum, n) => sum + n, 0);\n}\n",
            },
            "wrong_solutions": [
                {"source": "def add_up(numbers):\n    return 0\n", "why": "It never adds anything at all."},
                {"source": "def add_up(numbers):\n    return 3\n", "why": "It returns the first sample's answer."},
            ],
        },
    }


def write(folder: Path, data: dict[str, Any], *, file: str = FILE) -> Path:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    return path


def question(
    id: str,
    *,
    kind: Kind = Kind.TECHNICAL,
    difficulty: Difficulty = Difficulty.MEDIUM,
    roles: tuple[str, ...] = ("backend_developer",),
    skill: str = "python",
) -> Question:
    return Question(id, id, kind, difficulty, "", roles=roles, skills=(skill,))
