"""`python -m benchmarks.crowd`: the order as JSON on standard input, what was measured as JSON on the output."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from dataclasses import astuple
from pathlib import Path
from typing import Any

import psutil

from benchmarks.crowd.probes import probing
from benchmarks.crowd.timed import Ledger
from benchmarks.crowd.visitor import PACE, Visitor
from benchmarks.seating import Seat
from tests.room_client import Person
from viva.ai.bank.loader import load_bank

ONE_IN = 5  # types code
COOKIE = "sessionid"


async def visit(order: dict[str, Any]) -> dict[str, Any]:
    """Warm up, measure for `seconds`, and give back what began within that time."""
    ledger = Ledger()
    load_bank()
    async with probing(order["echo"], Path(order["folder"]), ledger) as grades:
        seats = [Seat(**fields) for fields in order["seats"]]
        people = {seat.cookie: Person(order["url"]) for seat in seats}
        for cookie, person in people.items():
            person.http.cookies.set(COOKIE, cookie)
        visitors = [
            Visitor(people[seat.cookie], seat, ledger, grades.heard, seed=order["seed"] + number)
            for number, seat in enumerate(seats)
        ]
        return await _measure(order, visitors, ledger)


async def _measure(order: dict[str, Any], visitors: list[Visitor], ledger: Ledger) -> dict[str, Any]:
    for visitor in visitors:
        await visitor.enter()
    begin = time.monotonic() + order["warm_up"]
    end = begin + order["seconds"]
    talking = [visitor.talk(end + PACE) for visitor in visitors]
    typing = [visitor.type_code(end + PACE) for visitor in visitors[::ONE_IN]]
    *_, cpu = await asyncio.gather(*talking, *typing, _cpu_between(begin, end, order["processes"]))
    await asyncio.gather(*(visitor.leave() for visitor in visitors))
    return {"cpu": cpu, **_within(ledger, begin, end)}


def _within(ledger: Ledger, begin: float, end: float) -> dict[str, Any]:
    def kept(found: list[Any]) -> list[tuple[float, ...]]:
        rows = [row if isinstance(row, tuple) else astuple(row) for row in found]
        return [row for row in rows if begin <= row[0] < end]

    names = ("answers", "others", "firsts", "saves", "echoes", "commits", "grades", "lags")
    said = len(ledger.answers) + len(ledger.others)
    totals = {"messages": said, "answers": len(ledger.answers), "saves": len(ledger.saves)}
    return {name: kept(getattr(ledger, name)) for name in names} | {"totals": totals, "errors": ledger.errors}


async def _cpu_between(begin: float, end: float, processes: dict[str, int]) -> dict[str, float]:
    """Shares of one core, children included; the baselines are children of this process, `crowd`."""
    await asyncio.sleep(begin - time.monotonic())
    before = {name: _cpu_seconds(pid) for name, pid in {**processes, "crowd": os.getpid()}.items()}
    alone = time.process_time()
    await asyncio.sleep(end - time.monotonic())
    shares = {name: _cpu_seconds(pid) - before[name] for name, pid in {**processes, "crowd": os.getpid()}.items()}
    shares["crowd alone"] = time.process_time() - alone
    return {name: seconds / (end - begin) for name, seconds in shares.items()}


def _cpu_seconds(pid: int) -> float:
    process = psutil.Process(pid)
    times = [each.cpu_times() for each in (process, *process.children(recursive=True))]
    return float(sum(each.user + each.system for each in times))


if __name__ == "__main__":
    print(json.dumps(asyncio.run(visit(json.load(sys.stdin)))))
