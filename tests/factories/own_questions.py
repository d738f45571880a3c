"""A company's own questions, made through the service."""

from __future__ import annotations

from typing import Any

from tests.factories.companies import make_company, make_member
from viva.accounts.models import Company
from viva.ai.bank.own import read_own
from viva.interviews.models import OwnQuestion
from viva.interviews.services.own_questions import create_own_question

KETTLE: dict[str, Any] = {
    "text": "How does an electric kettle notice that its water boils?",
    "kind": "technical",
    "difficulty": "medium",
    "skills": ["kettles", "physics"],
    "minutes": 6,
    "expected_answer": "Steam reaches a bimetal strip. It bends and opens a switch.",
    "key_points": [
        {"id": "vapour", "text": "Hot vapour is led to a sensor", "weight": 2.0, "paraphrases": ["steam rises"]},
        {"id": "circuit", "text": "The current is interrupted"},
    ],
    "follow_ups": [{"key_point": "vapour", "text": "What leaves the water first?"}],
    "hints": ["What changes its shape?"],
    "model_answer": "When it boils, the gas goes down a channel.",
    "wrong_answers": [{"text": "A timer counts the minutes.", "why": "Nothing measures the time."}],
}


def make_own_question(company: Company | None = None, **changes: Any) -> OwnQuestion:
    company = company or make_company()
    question = read_own({**KETTLE, **changes})
    return create_own_question(company, question=question, by=make_member(company))
