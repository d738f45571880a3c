"""What a box is handed: one submission's plan and limits. Its tests come afterwards, one at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from viva.sandbox.languages.language import Memory, Plan, Step
from viva.sandbox.types import Kind, Limits

# A build's own limits: compilers need more than what they compile.
BUILD = Limits(
    cpu_seconds=20,
    wall_seconds=30,
    memory_mb=2048,
    output_bytes=256 * 1024,
    file_bytes=64 * 1024 * 1024,
    processes=64,
)
MOST_ARTEFACT_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Work:
    """`built` are an earlier build's artefacts of the same source, by name, base64; None: it is to be built."""

    plan: Plan
    kind: Kind
    entry_point: str
    source: str
    limits: Limits
    built: Mapping[str, str] | None = None

    def to_message(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)} | {
            "plan": plan_message(self.plan),
            "limits": asdict(self.limits),
        }

    @classmethod
    def from_message(cls, message: dict[str, Any]) -> Work:
        return cls(
            **{
                **message,
                "plan": plan_of(message["plan"]),
                "kind": Kind(message["kind"]),
                "limits": Limits(**message["limits"]),
            }
        )


def plan_message(plan: Plan) -> dict[str, Any]:
    return {field.name: getattr(plan, field.name) for field in fields(plan)} | {
        "files": dict(plan.files),
        "steps": [asdict(step) for step in plan.steps],
    }


def plan_of(message: dict[str, Any]) -> Plan:
    texts = ("command", "artefacts", "memory_words", "hidden")
    return Plan(
        **{
            **message,
            **{name: tuple(message[name]) for name in texts},
            "steps": tuple(_step(step) for step in message["steps"]),
            "memory": Memory(message["memory"]),
        }
    )


def _step(message: dict[str, Any]) -> Step:
    environment = tuple((name, value) for name, value in message["environment"])
    return Step(tuple(message["command"]), environment)
