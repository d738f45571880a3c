"""The server with one fault put in: a chunk is acknowledged first and stored later. For a test's control."""

from __future__ import annotations

import threading

import django

django.setup()

from viva.config import serve  # noqa: E402
from viva.live.services import recordings  # noqa: E402
from viva.web.meeting import recording  # noqa: E402


def _hasty(interview, chunk):
    threading.Timer(30.0, recordings.store_chunk, args=(interview, chunk)).start()
    return True


recording.store_chunk = _hasty

if __name__ == "__main__":
    serve.main()
