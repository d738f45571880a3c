"""What was typed into a form that came too late: after its writer's sign-in had ended, or with an old token.

The words travel in the pages that follow, signed, and are shown again: nothing is stored, and nothing is sent
until their writer sends it once more. Files cannot travel so, and passwords and keys do not.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest

LONGEST = 2_000_000  # characters, signed: a body that Django reads has room for as much
MAX_AGE = 24 * 3600  # seconds
SECRETS = ("password", "api_key")  # in the name of a field
_SALT = "viva.web.kept"
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field


@dataclass(frozen=True, slots=True)
class Kept:
    """A form as it was sent to `path`: names and values in order. `had_files`: those must be chosen again."""

    path: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool

    @property
    def words(self) -> list[tuple[str, str]]:
        """What a person typed or chose, under names that can be read; not what a page carries for itself."""
        shown = ((name, value.strip()) for name, value in self.fields if not name.endswith(("id", "slot", "job")))
        return [(name.replace("_", " ").capitalize(), value) for name, value in shown if value]


def keep(request: HttpRequest) -> str:
    """The form of a POST, signed; "" for what a page of ours did not send, is too long, or holds a secret."""
    if request.method != "POST" or "HX-Request" in request.headers or not request.accepts("text/html"):
        return ""
    if any(secret in name for name in request.POST for secret in SECRETS):
        return ""
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name != _TOKEN]
    whole = [request.get_full_path(), fields, bool(request.FILES)]
    token = signing.dumps(whole, salt=_SALT, compress=True)
    return token if len(token) <= LONGEST else ""


def kept_in(token: str) -> Kept | None:
    """None for what `keep` did not give, or gave too long ago."""
    try:
        path, fields, had_files = signing.loads(token, salt=_SALT, max_age=MAX_AGE)
    except (signing.BadSignature, ValueError):
        return None
    return Kept(path, tuple((name, value) for name, value in fields), had_files)


def is_own_page(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of this very site."""
    own = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") == own or request.headers.get("Sec-Fetch-Site") == "same-origin"
