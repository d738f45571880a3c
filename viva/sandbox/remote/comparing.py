"""What came back from another machine, told as code that is judged here is."""

from __future__ import annotations

from viva.sandbox.checking import storable_text
from viva.sandbox.remote.runs import Ran
from viva.sandbox.types import Limits, Verdict
from viva.sandbox.wire import Finding


def finding_of_program(ran: Ran, *, limits: Limits) -> Finding:
    """A program's prints are its answer; more of them than allowed are none."""
    verdict, message = ran.verdict, ran.message
    if verdict is None and len(ran.stdout.encode("utf-8", "replace")) > limits.output_bytes:
        verdict, message = Verdict.OLE, f"it printed more than {limits.output_bytes} bytes"
    return Finding(
        verdict,
        cpu_ms=ran.cpu_ms,
        wall_ms=ran.wall_ms,
        memory_kb=ran.memory_kb,
        stdout=storable_text(ran.stdout)[: limits.output_bytes],
        stderr=storable_text(ran.stderr)[: limits.output_bytes],
        message=message,
    )
