"""`python -m viva.config.serve`: migrate, load what the demo needs, serve. What `make run` starts."""

from __future__ import annotations

import argparse
import io
import os
import secrets
import sys
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "viva.config.settings.dev")

DEMO_PASSWORD = "viva-demo"  # noqa: S105 - documented; made only where no other machine can reach it
WS_LARGEST_FRAME = 2 * 1024 * 1024
SECONDS_TO_FINISH = 15
# How uvicorn serves; the benchmarks' bare server is served in the same way.
SERVING: dict[str, Any] = {
    "workers": 1,  # said, so that WEB_CONCURRENCY does not start a second: rooms and turns live in this process
    "loop": "uvloop" if sys.platform != "win32" else "asyncio",
    "ws": "websockets-sansio",
    "ws_max_size": WS_LARGEST_FRAME,
    "ws_per_message_deflate": False,
    "ws_ping_interval": 20,
    "ws_ping_timeout": 20,
    "timeout_graceful_shutdown": SECONDS_TO_FINISH,
    "access_log": False,
    "log_level": "warning",
    "server_header": False,
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Serve Viva.")
    parser.add_argument("--demo", action="store_true", help="make the demo accounts and load the sample data")
    arguments = parser.parse_args()
    os.umask(0o077)  # the database and all else in the data folder are this user's alone
    if arguments.demo:
        os.environ.setdefault("VIVA_DEMO", "1")
    _check_settings()
    _prepare(demo=arguments.demo)
    _serve()


def _check_settings() -> None:
    """Wrong settings end the start here, each with its variable and its remedy, before anything is written."""
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError, call_command

    try:
        django.setup()
        call_command("check", stdout=io.StringIO())
    except (ImproperlyConfigured, CommandError) as error:
        sys.exit(f"Viva does not start: {error}")


def _prepare(*, demo: bool) -> None:
    from django.conf import settings
    from django.core.management import call_command

    from viva.accounts.demo import renew_passwords
    from viva.config.settings.environment import is_loopback

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    if demo:
        password = DEMO_PASSWORD if is_loopback(settings.HOST) else secrets.token_urlsafe(9)
        call_command("load_sample_data", password=password)
        if not is_loopback(settings.HOST):
            renew_passwords(known=DEMO_PASSWORD, password=password)
        _greet(password)


def _greet(password: str) -> None:
    from django.conf import settings

    from viva.accounts.models import User
    from viva.config.settings.environment import is_loopback

    shown = settings.HOST if is_loopback(settings.HOST) else "127.0.0.1"
    lines = [f"Viva: http://{shown}:{settings.PORT}/", "Demo accounts: candidate, recruiter, admin"]
    known = User.objects.filter(username="candidate").first()
    if known and known.check_password(password):
        lines.append(f"Password: {password}")
    else:
        lines.append("Password: as it was printed when the accounts were made (or changed since)")
    print("\n".join(lines), flush=True)  # noqa: T201 - this is what the person at the terminal needs


def _serve() -> None:
    import uvicorn
    from django.conf import settings

    uvicorn.run("viva.config.asgi:application", host=settings.HOST, port=settings.PORT, **SERVING)


if __name__ == "__main__":
    main()
