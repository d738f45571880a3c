"""The demo's settings with a cheap password hash: the tests' servers are signed in to at every turn."""

from viva.config.settings.dev import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
