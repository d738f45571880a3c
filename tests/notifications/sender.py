"""A process that sends the outbox of the database it is given: `python -m tests.notifications.sender [naive]`.

It says "ready", waits for a line, sends, and says how many attempts it made. `naive` leaves out the lease.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

ROOT = Path(__file__).resolve().parents[2]
EVERYBODYS = UUID(int=0)


def main() -> None:
    import django

    django.setup()
    from viva.notifications.services import sending

    if "naive" in sys.argv:
        sending.lease_due_mail = _naive  # type: ignore[assignment]
    print("ready", flush=True)
    sys.stdin.readline()
    print(sending.send_due(), flush=True)


def _naive() -> list[object]:
    """Reads what is due and believes it: the control."""
    from viva.notifications.models import Mail
    from viva.notifications.services import sending

    ids = list(Mail.objects.filter(status="queued").order_by("pk").values_list("pk", flat=True))
    Mail.objects.filter(pk__in=ids).update(lease=EVERYBODYS)
    return [sending.Held(pk, EVERYBODYS) for pk in ids]


@contextlib.contextmanager
def sender(port: int, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """One that is ready, on the test's own database; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="viva-sender-") as folder:
        command = [sys.executable, "-m", "tests.notifications.sender", *arguments]
        process = subprocess.Popen(
            command, cwd=ROOT, env=_surroundings(port, folder), text=True, stdin=-1, stdout=-1, stderr=-1
        )
        try:
            assert process.stdout
            said = process.stdout.readline().strip()
            assert said == "ready", process.stderr.read() if process.stderr else said
            yield process
        finally:
            process.kill()
            process.communicate(timeout=10)


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("go\n")
    process.stdin.flush()


def _surroundings(port: int, folder: str) -> dict[str, str]:
    from django.conf import settings

    return {
        "PATH": os.environ.get("PATH", ""),
        "DJANGO_SETTINGS_MODULE": "viva.config.settings.dev",
        "VIVA_ENV_FILE": os.devnull,
        "VIVA_DATA_DIR": folder,
        "VIVA_LINK_SECRET": settings.VIVA_LINK_SECRET,
        "DATABASE_URL": _database(),
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(port),
    }


def _database() -> str:
    """That of the test, as an address."""
    from django.db import connection

    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    return f"postgres://{found['USER']}:{found['PASSWORD']}@{found['HOST']}:{found['PORT']}/{found['NAME']}"


if __name__ == "__main__":
    main()
