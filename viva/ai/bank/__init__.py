"""The built-in question bank: data, schema, loader, selection and linter."""

from viva.ai.bank.loader import Bank, BankError, load_bank, read_bank, read_question
from viva.ai.bank.roles import DEFAULT_ROLE, ROLES, match_role
from viva.ai.bank.select import select_questions

__all__ = [
    "DEFAULT_ROLE",
    "ROLES",
    "Bank",
    "BankError",
    "load_bank",
    "match_role",
    "read_bank",
    "read_question",
    "select_questions",
]
