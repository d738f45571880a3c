"""Sending mail beside the request, so that how long an answer takes never tells whether mail was sent."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor, wait

from django.core.mail import EmailMessage

logger = logging.getLogger(__name__)

WAITING_AT_MOST = 100  # messages; beyond it mail is dropped and logged, and the person asks again

_sender = ThreadPoolExecutor(max_workers=1, thread_name_prefix="accounts-mail")
_places = threading.BoundedSemaphore(WAITING_AT_MOST)


def send_later(message: EmailMessage) -> None:
    """Send on a thread of its own. A failure is logged without address or content."""
    if not _places.acquire(blocking=False):
        logger.error("Mail dropped: %d messages are waiting already", WAITING_AT_MOST)
        return
    _sender.submit(_send, message)


def wait_until_sent(*, seconds: float = 10.0) -> None:
    """Until all that was handed over before has been sent or has failed."""
    wait([_sender.submit(int)], timeout=seconds)


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except Exception as error:  # whatever a mail backend raises ends here: nobody waits for it
        # No traceback: it may quote the address.
        logger.error("Mail not sent: %s", type(error).__name__)  # noqa: TRY400
    finally:
        _places.release()
