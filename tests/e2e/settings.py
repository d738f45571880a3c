"""The demo's settings with a cheap password hash, because many people sign up here, and without speech unless
a test asks for it."""

import os

from viva.config.settings.dev import *  # noqa: F403

VIVA_VOICE = os.environ.get("VIVA_VOICE", "none")
VIVA_LISTEN = os.environ.get("VIVA_LISTEN", "none")

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
