"""The mails that Django's file backend has written: several in a file, a line of dashes after each."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr
from pathlib import Path

from django.conf import settings

_AFTER_EACH = b"\n" + b"-" * 79 + b"\n"
_NAME = re.compile(r"\d{8}-\d{6}-\d+\.log")
MOST_FILES = 200


@dataclass(frozen=True, slots=True)
class Filed:
    """The `number`-th mail, from 0, of the file `name`."""

    name: str
    number: int
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def to_name(self) -> str:
        return parseaddr(self._to)[0]

    @property
    def to_email(self) -> str:
        return parseaddr(self._to)[1]

    @property
    def _to(self) -> str:
        """Decoded by the older way: the newer keeps the spaces between encoded words (Python 3.11)."""
        raw = next((value for name, value in self.message.raw_items() if name.lower() == "to"), "")
        return str(make_header(decode_header(str(raw)))) if raw else ""

    @property
    def date(self) -> object:
        """Aware, or None where it has none."""
        header = self.message["Date"]
        return header.datetime if header else None

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        """Pictures that come with it stand in it, so that it needs nothing from outside."""
        found = self._part("html")
        for part in self.message.walk():
            if part.get("Content-ID"):
                name = str(part["Content-ID"]).strip("<> ")
                found = found.replace(f"cid:{name}", _as_data(part))
        return found

    @property
    def calendar(self) -> str:
        return next((_content(part) for part in self.message.walk() if _is(part, "text/calendar")), "")

    @property
    def link(self) -> str:
        """The first address of this site in the text."""
        found = re.search(rf"{re.escape(settings.VIVA_BASE_URL)}/\S+", self.text)
        return found.group() if found else ""

    def _part(self, kind: str) -> str:
        body = self.message.get_body((kind,))
        return _content(body) if body else ""


def filed_mails() -> Iterator[Filed]:
    """Newest first."""
    folder = Path(settings.EMAIL_FILE_PATH)
    names = sorted((path.name for path in folder.glob("*.log") if _NAME.fullmatch(path.name)), reverse=True)
    for name in names[:MOST_FILES]:
        yield from reversed(_mails_in(folder / name))


def filed_mail(name: str, number: int) -> Filed | None:
    """None for what is not there. The name is one of the backend's, so no path leads out of the folder."""
    path = Path(settings.EMAIL_FILE_PATH) / name
    if not _NAME.fullmatch(name) or not path.is_file():
        return None
    mails = _mails_in(path)
    return mails[number] if number < len(mails) else None


def _mails_in(path: Path) -> list[Filed]:
    parts = [part for part in path.read_bytes().split(_AFTER_EACH) if part.strip()]
    messages = (message_from_bytes(part, policy=policy.default) for part in parts)
    return [
        Filed(path.name, number, message)
        for number, message in enumerate(messages)
        if isinstance(message, EmailMessage)
    ]


def _is(part: EmailMessage, kind: str) -> bool:
    return part.get_content_type() == kind


def _content(part: MIMEPart) -> str:
    try:
        return str(part.get_content())
    except (LookupError, ValueError):
        return ""


def _as_data(part: EmailMessage) -> str:
    content = part.get_payload(decode=True)
    encoded = base64.b64encode(content if isinstance(content, bytes) else b"").decode()
    return f"data:{part.get_content_type()};base64,{encoded}"
