"""A bare durable commit at a steady pace: `python -m benchmarks.baselines.commit FILE PER_SECOND`.

SQLite in WAL with synchronous=FULL, one small INSERT in a transaction of its own, a file of its own. Prints one
line of JSON for each, `{"at": …, "ms": …}` with the clock of `time.monotonic`, until standard input is closed.
"""

from __future__ import annotations

import json
import select
import sqlite3
import sys
import time


def probe(file: str, per_second: float) -> None:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE IF NOT EXISTS t (x);")
    while not _closed(1 / per_second):
        began = time.monotonic()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO t VALUES (?)", ("x" * 100,))
        connection.execute("COMMIT")
        print(json.dumps({"at": began, "ms": (time.monotonic() - began) * 1000}), flush=True)


def _closed(seconds: float) -> bool:
    """Waits so long; True once standard input has ended."""
    return bool(select.select([sys.stdin], [], [], seconds)[0])


if __name__ == "__main__":
    probe(sys.argv[1], float(sys.argv[2]))
