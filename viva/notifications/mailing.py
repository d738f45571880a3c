"""From a row of the outbox to the message that goes out: here, and only here, its secret link is filled in.

    mixed
      alternative
        text/plain
        text/html (related to the company's logo, by Content-ID)
        text/calendar; method=REQUEST       what calendars read by themselves
      application/ics  invite.ics           what people open where theirs does not

Made by the standard library's `email`, whose headers refuse line breaks; sent through Django.
"""

from __future__ import annotations

import mimetypes
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage as Message
from email.policy import EmailPolicy
from email.utils import format_datetime, formataddr, parseaddr
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.utils.encoding import punycode
from django.utils.html import escape

from viva.accounts.link_keys import LinkSeed, key_of
from viva.core.time import now
from viva.notifications.models import Mail

# Stands in text and HTML where the secret link belongs.
LINK_PLACE = "{{viva-link}}"
LOGO_ID = "logo"
MOST_LOGO_BYTES = 512 * 1024
_ADDRESSES = frozenset({"from", "to", "reply-to"})
_PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}


class _Folding(EmailPolicy):
    """Encodes and folds words by the older `Header`: the newer way loses spaces between encoded words.

    (Of 3,000 subjects in several scripts it damaged 526, the older one none; Python 3.11.)
    """

    def fold(self, name: str, value: Any) -> str:
        if name.lower() in _ADDRESSES:
            encoded = ", ".join(_shown(one.display_name, one.addr_spec) for one in value.addresses)
        elif name.lower() == "subject":
            charset = None if str(value).isascii() else "utf-8"
            encoded = Header(str(value), charset, header_name=name).encode()
        else:
            return str(super().fold(name, value))
        return f"{name}: {encoded}".replace("\n", self.linesep) + self.linesep

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode()


_POLICY = _Folding(linesep="\r\n", cte_type="7bit")  # not every server on the way takes 8 bits


class _Whole(Message):
    """As Django's backends ask for it."""

    def as_bytes(self, unixfrom: bool = False, policy: Any = None, linesep: str = "\n") -> bytes:
        return super().as_bytes(unixfrom, policy or self.policy.clone(linesep=linesep))


class Parcel(EmailMessage):
    """A mail with its link, ready for any backend of Django's."""

    def __init__(self, mail: Mail) -> None:
        link = link_of(mail)
        super().__init__(
            subject=mail.subject, body=mail.text.replace(LINK_PLACE, link), to=[_mailbox(mail.to_email)]
        )
        self._mail = mail
        self._html = mail.html.replace(LINK_PLACE, escape(link))

    def message(self, **_: Any) -> _Whole:
        """Raises ValueError for what would break out of a header."""
        whole = _Whole(policy=_POLICY)
        for name, value in self._headers().items():
            whole[name] = value
        whole.set_content(self.body)
        if self._html:
            whole.add_alternative(self._html, subtype="html")
            self._add_logo(whole)
        if self._mail.calendar:
            method = {"method": self._mail.calendar_method}
            whole.add_alternative(self._mail.calendar, subtype="calendar", params=method)
            whole.add_attachment(
                self._mail.calendar.encode(), maintype="application", subtype="ics", filename="invite.ics"
            )
        return whole

    def _headers(self) -> dict[str, Any]:
        mail = self._mail
        headers = {
            "Subject": mail.subject,
            "From": _address(*parseaddr(self.from_email)),
            "To": _address(mail.to_name, self.to[0]),
            "Date": format_datetime(now()),
            "Message-ID": mail.message_id,
            "Auto-Submitted": "auto-generated",  # RFC 3834: no absence note comes back
        }
        return headers | ({"Reply-To": _address("", _mailbox(mail.reply_to))} if mail.reply_to else {})

    def _add_logo(self, whole: Message) -> None:
        if picture := logo_of(self._mail):
            kind, content = picture
            html = cast(Message, whole.get_body(("html",)))
            maintype, subtype = kind.split("/")
            html.add_related(content, maintype=maintype, subtype=subtype, cid=f"<{LOGO_ID}>")


def link_of(mail: Mail) -> str:
    """The address behind LINK_PLACE, "" where it has none. Raises UnknownSecret. Stored and logged nowhere."""
    if not mail.link_path:
        return ""
    path = mail.link_path
    if "{key}" in path:
        path = path.replace("{key}", key_of(LinkSeed(mail.link_nonce, mail.link_key_id)))
    return f"{settings.VIVA_BASE_URL}{path}"


def logo_of(mail: Mail) -> tuple[str, bytes] | None:
    """(type, content) of the company's logo; None without one, or where it cannot be read any more."""
    kind = mimetypes.guess_type(mail.logo)[0] if mail.logo else None
    if kind not in _PICTURES:
        return None
    try:
        with default_storage.open(mail.logo) as file:
            content = file.read(MOST_LOGO_BYTES + 1)
    except (OSError, SuspiciousFileOperation):
        return None
    return (str(kind), content) if len(content) <= MOST_LOGO_BYTES else None


def _mailbox(address: str) -> str:
    """The bare address, its domain in ASCII. Raises ValueError for what is none."""
    try:
        validate_email(address)
    except ValidationError:
        raise ValueError("not an e-mail address") from None
    local, _, domain = address.rpartition("@")
    return f"{local}@{punycode(domain)}"


def _shown(name: str, address: str) -> str:
    """In ASCII quoted on one line, however long; else as encoded words, which may be folded."""
    return formataddr((name, address)) if name.isascii() else f"{Header(name, 'utf-8').encode()} <{address}>"


def _address(name: str, address: str) -> Address:
    return Address(display_name=name, addr_spec=address)
