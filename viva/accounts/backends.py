"""Sign-in by user name or e-mail address, without regard to case."""

from django.contrib.auth.backends import ModelBackend


class UsernameOrEmailBackend(ModelBackend):
    """Filled in with the accounts room."""
