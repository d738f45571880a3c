"""The secret link of an interview, for those who are entitled to it; never for a log or a list."""

from __future__ import annotations

from django.conf import settings

from viva.accounts.link_keys import UnknownSecret
from viva.interviews.models import Interview
from viva.scheduling.letters import PORTAL_PATH


def session_key_of(interview: Interview) -> str:
    """ "" where it has none yet, or where the secret that made it is not among the settings any more."""
    try:
        return interview.session_key
    except UnknownSecret:
        return ""


def portal_link_of(interview: Interview) -> str:
    """The whole address, from VIVA_BASE_URL; "" without a key."""
    key = session_key_of(interview)
    return settings.VIVA_BASE_URL + PORTAL_PATH.format(key=key) if key else ""
