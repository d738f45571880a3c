"""The settings of the tests' servers, without speech unless a test asks for it."""

import os

from tests.settings import *  # noqa: F403

VIVA_VOICE = os.environ.get("VIVA_VOICE", "none")
VIVA_LISTEN = os.environ.get("VIVA_LISTEN", "none")
