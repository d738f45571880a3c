"""One attempt: the signed POST to an address that has just been judged. No redirect is followed.

Signature: `Viva-Signature: t=SECONDS,v1=HEX`, where HEX is HMAC-SHA256 with the webhook's secret over
`SECONDS.BODY`; a receiver compares it and refuses a time that is too old.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import http.client
import socket
import ssl
import threading
from dataclasses import dataclass
from urllib.parse import SplitResult

from django.utils.translation import gettext as _

from viva.core.time import now
from viva.notifications.addresses import PORTS, Address, AddressRefused, resolve, split

SECONDS = 10.0  # for all of an attempt, from the connection to the end of the headers


@dataclass(frozen=True, slots=True)
class Post:
    """What is sent. `body` is JSON in UTF-8."""

    url: str
    secret: str
    event: str
    key: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` None: there was none, and `error` says why in words for the webhook's owner."""

    status: int | None
    error: str = ""

    @property
    def arrived(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def send(post: Post, *, seconds: float = SECONDS) -> Answer:
    """Never raises for what the other side does."""
    try:
        parts = split(post.url)
        port = parts.port or PORTS[parts.scheme]
        address = resolve(parts.hostname or "", port)[0]
        return _post(post, parts, _Pinned(parts, port, address=address, timeout=seconds), seconds)
    except AddressRefused as error:
        return Answer(None, error.detail)
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        return Answer(None, _told(error))


def sign(secret: str, body: bytes, *, at: int) -> str:
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


class _Pinned(http.client.HTTPConnection):
    """Connects to `address`; the URL's host is what it asks for and what its certificate has to name."""

    def __init__(self, parts: SplitResult, port: int, *, address: Address, timeout: float) -> None:
        super().__init__(parts.hostname or "", port, timeout=timeout)
        self._address = str(address)
        self._secure = parts.scheme == "https"
        self.default_port = PORTS[parts.scheme]
        self.is_cut = False

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._secure:
            context = ssl.create_default_context()
            wrapped = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock = wrapped  # at once, so that `cut` reaches the handshake too
            wrapped.do_handshake()

    def cut(self) -> None:
        """From another thread, once the time is over: who waits for a byte is woken with an error.

        By the plain socket's method: that of TLS would take its state from under the reader.
        """
        self.is_cut = True
        with contextlib.suppress(OSError, AttributeError):
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


def _post(post: Post, parts: SplitResult, connection: _Pinned, seconds: float) -> Answer:
    watchdog = threading.Timer(seconds, connection.cut)
    watchdog.start()
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body=post.body, headers=_headers(post))
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException):
        if connection.is_cut:
            raise TimeoutError from None
        raise
    finally:
        watchdog.cancel()
        connection.close()
    if connection.is_cut:  # headers that end in the middle are read as if they were whole
        raise TimeoutError
    return Answer(status)


def _headers(post: Post) -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "User-Agent": "Viva-Webhook/1",
        "Viva-Event": post.event,
        "Viva-Delivery": post.key,
        "Viva-Signature": sign(post.secret, post.body, at=int(now().timestamp())),
        "Connection": "close",
    }


def _told(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return _("The secure connection could not be made.")
    if isinstance(error, socket.gaierror):
        return _("The name of the server is not known.")
    if isinstance(error, TimeoutError):
        return _("The server did not answer in time.")
    return _("The connection failed or was cut.")
