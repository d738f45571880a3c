"""The demo's settings with a cheap password hash, because many people sign up here, and without a voice unless a
test asks for one."""

import os

from viva.config.settings.dev import *  # noqa: F403

VIVA_VOICE = os.environ.get("VIVA_VOICE", "none")

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
