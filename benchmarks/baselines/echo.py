"""A WebSocket that sends back what it gets, served as Viva's are: `python -m benchmarks.baselines.echo PORT`."""

from __future__ import annotations

import sys
from typing import Any

import uvicorn

from viva.config.serve import SERVING


async def echo(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """ASGI; anything but a WebSocket is passed over."""
    if scope["type"] != "websocket":
        return
    while True:
        message = await receive()
        if message["type"] == "websocket.connect":
            await send({"type": "websocket.accept"})
        elif message["type"] == "websocket.disconnect":
            return
        else:
            await send({"type": "websocket.send", "text": message["text"]})


if __name__ == "__main__":
    uvicorn.run(echo, host="127.0.0.1", port=int(sys.argv[1]), lifespan="off", **SERVING)
