"""The demo's settings with a cheap password hash: many people sign up here."""

from viva.config.settings.dev import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
