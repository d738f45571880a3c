"""A bare ASGI app that answers every request with a page of the list, by the same SQL and orjson.

`python -m benchmarks.baselines.listing PORT DATABASE STATEMENTS`: the last as `benchmarks.listing` prints them. It
is served as Viva is, and it neither signs in nor routes.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from typing import Any

import uvicorn

from benchmarks.listing import raw_page
from viva.config.serve import SERVING

SIZE = 20


def app(database: str, statements: dict[str, Any]) -> Any:
    connection = sqlite3.connect(database)
    page = raw_page(connection, statements, SIZE)

    async def answer(scope: dict[str, Any], receive: Any, send: Any) -> None:
        body = page()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return answer


if __name__ == "__main__":
    bare = app(sys.argv[2], json.loads(sys.argv[3]))
    uvicorn.run(bare, host="127.0.0.1", port=int(sys.argv[1]), lifespan="off", **SERVING)
