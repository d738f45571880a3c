"""A template's questions that name one of the bank or of its company: asked whole, as these stand then."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from viva.ai.bank import load_bank
from viva.interviews.own_questions import picked_of
from viva.interviews.services.templates import TemplateQuestion


def with_picked(questions: Sequence[TemplateQuestion], *, company_id: int | None) -> list[TemplateQuestion]:
    """Those that are picked in the words of what they name. ValidationError for an id that means nothing here.

    Of a question of the bank the expected answer stays on the server.
    """
    ids = [each.get("bank_id", "") for each in questions]
    own, bank = picked_of(company_id, ids), load_bank().by_id if company_id else {}
    taken: list[TemplateQuestion] = []
    for given, bank_id in zip(questions, ids, strict=True):
        known = own.get(bank_id) or bank.get(bank_id)
        if bank_id and known is None:
            raise ValidationError({"questions": [_("There is no question “%(id)s” to pick.") % {"id": bank_id}]})
        if known is not None:
            given = {**given, "question": known.text, "difficulty": known.difficulty.value}
            given["type"] = "general" if known.kind.value == "hr" else known.kind.value
            given["expected_answer"] = known.expected_answer if bank_id in own else ""
        taken.append(given)
    return taken
