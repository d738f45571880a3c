"""`python -m tests.e2e.travelling`: the server, by a clock that the test moves: seconds on, in the file CLOCK."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.server import Server

CLOCK = "clock"


def travel(server: Server, to: datetime) -> None:
    """It is `to` for the server from now on, and time goes on from there."""
    (server.folder / CLOCK).write_text(str((to - datetime.now(UTC)).total_seconds()))


def _now() -> datetime:
    file = Path(os.environ["VIVA_DATA_DIR"]) / CLOCK
    ahead = float(file.read_text()) if file.exists() else 0.0
    return datetime.now(UTC) + timedelta(seconds=ahead)


if __name__ == "__main__":
    from viva.config.serve import main
    from viva.core.time import clock

    with clock(_now):
        main()
