"""Mails in the outbox, queued through the service."""

from __future__ import annotations

import itertools
from typing import Any

from viva.accounts.link_keys import LinkSeed, new_seed
from viva.notifications.models import Mail, MailKind
from viva.notifications.services.outbox import LINK_PLACE, Letter, queue_mail

_numbers = itertools.count()


def make_mail(*, seed: LinkSeed | None = None, by: int | None = None, **changes: Any) -> Mail:
    """With a secret link, of `seed` where one is given."""
    number = next(_numbers)
    letter = {
        "kind": MailKind.SCHEDULED,
        "to_email": f"asha{number}@candidates.example",
        "to_name": "Asha Rao",
        "subject": f"Interview Scheduled - {number}",
        "text": f"Your link: {LINK_PLACE}\n",
        "html": f'<p><a href="{LINK_PLACE}">Your link</a></p>',
        "link_path": "/?session_key={key}",
        "link": seed or new_seed(),
    }
    return queue_mail(Letter(**letter | changes), dedupe_key=f"test:{number}", by=by)
