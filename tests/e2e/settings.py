"""The settings of the browser tests' servers, without speech unless a test asks for it.

One process judges, as on a machine with one core: each has to read every question, and browsers need the cores.
"""

import os

from tests.settings import *  # noqa: F403
from viva.ai.engines import embedded

VIVA_VOICE = os.environ.get("VIVA_VOICE", "none")
VIVA_LISTEN = os.environ.get("VIVA_LISTEN", "none")
embedded.GRADERS = 1
