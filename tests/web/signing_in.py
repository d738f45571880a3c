"""How a page that needs a sign-in asks for it."""

from __future__ import annotations

from typing import Any


def asks_to_sign_in(answer: Any) -> bool:
    """A page sends to the sign-in; a form that was posted is kept in it."""
    if answer.status_code == 302:
        return bool(answer["Location"].startswith("/accounts/login/"))
    return bool(answer.status_code == 403 and answer.templates[0].name == "accounts/login.html")
