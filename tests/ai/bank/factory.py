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
        "id": "kettle",
        "kind": "technical",
        "difficulty": "easy",
        "roles": ["backend_developer"],
        "skills": ["kettles"],
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
        "follow_ups": [{"key_point": "two-metals", "text": "What is inside the part that reacts?"}],
        "hints": ["What leaves the water first?", "Think of something that changes shape."],
    }


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
            "hidden": [{"args": [[number]], "expected": number} for number in range(8)],
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
