"""All that judges in one daemon: the fork server, the stocks of boxes, and the bench before them."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Collection, Mapping
from typing import Any

from viva.sandbox.forking import ForkServer, Ground, Stock
from viva.sandbox.judging import Bench, Tool, plan_of_tool
from viva.sandbox.languages.language import Language, Toolchain
from viva.sandbox.languages.registry import LANGUAGES
from viva.sandbox.pool import BoxPool

# Children that wait in each box; a child of node takes twenty times as long to begin as a fork of Python.
_PYTHON_SPARES, _NODE_SPARES = 0, 4


def seats() -> int:
    """As many submissions at once as there are cores for this process, and one more: while one is told of its next
    test, another computes."""
    return len(os.sched_getaffinity(0)) + 1


async def find_tools(names: Collection[str] | None = None) -> dict[str, Toolchain]:
    """The languages, of those named, that this machine has the tools for."""
    wanted = {name: language for name, language in LANGUAGES.items() if names is None or name in names}
    found = await asyncio.gather(*(asyncio.to_thread(language.find) for language in wanted.values()))
    return {name: toolchain for name, toolchain in zip(wanted, found, strict=True) if toolchain is not None}


def languages_message(toolchains: Mapping[str, Toolchain]) -> dict[str, Any]:
    """For the status: what can be judged, and what is missing."""
    rows = {name: {"name": name, "title": language.title} for name, language in LANGUAGES.items()}
    return {
        "languages": [
            row | {"version": toolchains[name].version} for name, row in rows.items() if name in toolchains
        ],
        "missing": [row for name, row in rows.items() if name not in toolchains],
    }


class Stand:
    """Three stocks of boxes: forks of Python waiting in them, nodes waiting in them, nothing waiting."""

    def __init__(self, ground: Ground, toolchains: Mapping[str, Toolchain], *, is_cold: bool) -> None:
        self.server = ForkServer(ground)
        size = 0 if is_cold else seats() + 2
        self._pools = {
            "python": BoxPool(self.server, _stock("python", toolchains, size=size, spares=_PYTHON_SPARES)),
            "javascript": BoxPool(
                self.server,
                _stock("javascript", toolchains, size=max(1, size - 3) if size else 0, spares=_NODE_SPARES),
            ),
            "": BoxPool(self.server, Stock(size=min(size, 1))),
        }
        tools = {
            name: Tool(LANGUAGES[name], toolchain, self._pools[_kind_of(LANGUAGES[name], toolchain)])
            for name, toolchain in toolchains.items()
        }
        self.bench = Bench(tools, seats=seats())

    def start(self) -> None:
        for pool in self._pools.values():
            pool.start()

    async def stop(self) -> None:
        for pool in self._pools.values():
            await pool.stop()
        self.server.stop()

    def stocks(self) -> dict[str, int]:
        """For the status: boxes ready, how many there are at rest, and the children that wait in them."""
        pools = self._pools.values()
        return {
            "boxes": sum(pool.count for pool in pools),
            "stocked": sum(pool.full for pool in pools),
            "spares": sum(pool.spares for pool in pools),
        }


def _stock(name: str, toolchains: Mapping[str, Toolchain], *, size: int, spares: int) -> Stock:
    if size <= 0 or name not in toolchains:
        return Stock(size=0)
    language = LANGUAGES[name]
    warm = plan_of_tool(language, toolchains[name])
    return Stock(size=size, warm=warm, spares=spares, memory_mb=language.limits.memory_mb)


def _kind_of(language: Language, toolchain: Toolchain) -> str:
    """Which stock its boxes come from."""
    plan = plan_of_tool(language, toolchain)
    if plan is None:
        return ""
    return "python" if plan.interpreter else "javascript"
