"""A small interpreter of `viva.sandbox.seccomp`'s filters: both architectures are tested on either."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from viva.sandbox import seccomp

STEPS = 4096


def decide(
    program: Sequence[seccomp.Instruction], *, number: int, machine: str, arguments: Sequence[int] = ()
) -> int:
    """What the kernel would answer to this call: a seccomp return value."""
    words = [*arguments, *[0] * (6 - len(arguments))]
    data = struct.pack("<iIQ6Q", number, seccomp.AUDIT_ARCH[machine], 0, *[word & (2**64 - 1) for word in words])
    place = accumulator = 0
    for _ in range(STEPS):
        step = program[place]
        place += 1
        if step.code == seccomp.RETURN:
            return step.value
        if step.code == seccomp.LOAD:
            (accumulator,) = struct.unpack_from("<I", data, step.value)
        elif step.code == seccomp.JUMP:
            place += step.value
        elif step.code == seccomp.AND:
            accumulator &= step.value
        else:
            place += step.if_true if _holds(step, accumulator) else step.if_false
    raise AssertionError("the filter does not end")


def _holds(step: seccomp.Instruction, accumulator: int) -> bool:
    tests = {
        seccomp.JUMP_EQUAL: accumulator == step.value,
        seccomp.JUMP_AT_LEAST: accumulator >= step.value,
        seccomp.JUMP_BITS: bool(accumulator & step.value),
    }
    return tests[step.code]
