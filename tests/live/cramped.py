"""The server with a database that waits a second for a lock, and is full while the file `full` lies beside it."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "viva.config.settings.dev")

from django.db.backends.sqlite3.base import DatabaseWrapper

from viva.config import serve
from viva.config.settings import dev
from viva.config.settings.environment import DATA_DIR

LOCK_SECONDS = 1
_UNBOUNDED = 1_073_741_823
_create_cursor = DatabaseWrapper.create_cursor


def _cramped(self: DatabaseWrapper, name: str | None = None):
    """`max_page_count` holds for a connection; 1 stands for the size that the file has."""
    self.connection.execute(f"PRAGMA max_page_count = {1 if (DATA_DIR / 'full').exists() else _UNBOUNDED}")
    return _create_cursor(self, name)


dev.DATABASES["default"]["OPTIONS"]["timeout"] = LOCK_SECONDS
DatabaseWrapper.create_cursor = _cramped

if __name__ == "__main__":
    serve.main()
