"""A hundred rooms on the real server, against a bare echo, a bare durable commit and a bare grade of the same run.

Acknowledgement p95 ≤ 10 × (echo p95 + commit p95); reply p95 ≤ that + grade p95. The server, the baselines and
the crowd share two cores.
"""

from __future__ import annotations

import contextlib
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.outcome import Outcome, Ratio, spread, spread_line
from benchmarks.seating import ROOT, seat
from tests.server import Server, free_port

ROOMS = 100
WARM_UP, SECONDS = 60.0, 120.0
TIMES = 10.0


def measure() -> Outcome:
    seed = random.randrange(2**31)
    with tempfile.TemporaryDirectory(prefix="viva-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        seats = seat(folder, count=ROOMS)
        server = Server(folder)
        try:
            server.start(demo=False)
            with _echo_server() as (echo_url, echo_process):
                order = {
                    "url": server.url,
                    "echo": echo_url,
                    "folder": name,
                    "seats": [asdict(each) for each in seats],
                    "seed": seed,
                    "warm_up": WARM_UP,
                    "seconds": SECONDS,
                    "processes": {"server": server.process.pid, "echo": echo_process.pid},  # type: ignore[union-attr]
                }
                found = _visit(order)
            found["errors"] += _amiss(server, found["totals"])
        finally:
            server.stop()
    return _judge(found, seed)


def _visit(order: dict[str, Any]) -> dict[str, Any]:
    crowd = subprocess.run(
        [sys.executable, "-m", "benchmarks.crowd"],
        cwd=ROOT,
        input=json.dumps(order),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=order["warm_up"] + order["seconds"] + 240,
    )
    found: dict[str, Any] = json.loads(crowd.stdout)
    return found


@contextlib.contextmanager
def _echo_server() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.baselines.echo", str(port)], cwd=ROOT)
    try:
        time.sleep(3)
        yield f"ws://127.0.0.1:{port}/", process
    finally:
        process.terminate()
        process.wait(20)


def _amiss(server: Server, totals: dict[str, int]) -> list[str]:
    """What the database lacks of what was acknowledged, what was not graded, what the server complained of."""
    [(said,)] = server.rows("SELECT count(*) FROM live_chatmessage WHERE speaker = 'candidate'")
    [(graded,)] = server.rows("SELECT count(*) FROM interviews_responseevaluation WHERE score IS NOT NULL")
    [(edits,)] = server.rows("SELECT count(*) FROM live_editbatch")
    stored = {"messages": said, "answers": graded, "saves": edits}
    amiss = [f"{name}: {totals[name]} in the crowd's ledger, {stored[name]} stored" for name in stored]
    complaints = [line for line in server.log.read_text().splitlines() if "WARNING" in line or "ERROR" in line]
    return [line for line, name in zip(amiss, stored, strict=True) if totals[name] != stored[name]] + complaints


def _judge(found: dict[str, Any], seed: int) -> Outcome:
    talk = found["answers"] + found["others"]
    spreads = {
        "acknowledgement": spread([row[1] for row in talk]),
        "reply to an answer": spread([row[2] for row in found["answers"]]),
        "reply to anything else": spread([row[2] for row in found["others"]]),
        "reply where it is new": spread([row[2] for row in found["firsts"]] or [0.0]),
        "edits saved": spread([row[1] for row in found["saves"]]),
        "bare echo": spread([row[1] for row in found["echoes"]]),
        "bare durable commit": spread([row[1] for row in found["commits"]]),
        "bare grade": spread([row[1] for row in found["grades"]]),
        "the crowd's own lag": spread([row[1] for row in found["lags"]]),
    }
    bare = spreads["bare echo"]["p95"] + spreads["bare durable commit"]["p95"]
    allowed = TIMES * bare + spreads["bare grade"]["p95"]
    ack, reply = spreads["acknowledgement"]["p95"], spreads["reply to an answer"]["p95"]
    ratios = (
        Ratio("ack p95 / (echo p95 + commit p95)", ack / bare, TIMES),
        Ratio("reply p95 / (10 (echo p95 + commit p95) + grade p95)", reply / allowed, 1.0),
        Ratio("errors", float(len(found["errors"])), 0.0),
    )
    shares = ", ".join(f"{name} {share:.0%}" for name, share in found["cpu"].items())
    lines = (
        *(spread_line(name, figures) for name, figures in spreads.items()),
        f"of one core: {shares}",
        *(f"error: {error}" for error in found["errors"][:10]),
    )
    figures = {"rooms": ROOMS, "seconds": SECONDS, "seed": seed, "ms": spreads, **_shares_and_errors(found)}
    return Outcome("rooms", ratios, lines, figures)


def _shares_and_errors(found: dict[str, Any]) -> dict[str, Any]:
    raw = {name: sorted(round(row[1], 2) for row in found[name]) for name in ("echoes", "commits", "grades")}
    raw["acks"] = sorted(round(row[1], 2) for row in found["answers"] + found["others"])
    raw["replies"] = sorted(round(row[2], 2) for row in found["answers"])
    return {"cpu": found["cpu"], "totals": found["totals"], "errors": found["errors"], "raw_ms": raw}
