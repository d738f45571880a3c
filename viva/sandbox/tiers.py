"""The ways to hold code on this machine, best first, and why one cannot be had."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from viva.sandbox import confine, container, landlock
from viva.sandbox.forking import Ground

BUBBLEWRAP, LANDLOCK = "bubblewrap", "landlock"
TIERS = (BUBBLEWRAP, LANDLOCK)


@dataclass(frozen=True, slots=True)
class Tier:
    """`reason` is why it cannot be used, for a person; empty where it has been proved that it holds."""

    name: str
    reason: str = ""

    def to_message(self) -> dict[str, Any]:
        return asdict(self) | {"usable": not self.reason}


def what_lacks(name: str, *, abi: int) -> str:
    """Why a tier cannot even be tried here; empty where it can."""
    if name == LANDLOCK:
        return confine.needs_of_landlock(abi)
    return "" if container.find() else "bubblewrap (the program bwrap) is not installed"


def ground_of(name: str, ground: Ground, *, abi: int) -> Ground:
    """`ground` for boxes of this tier."""
    if name == LANDLOCK:
        return replace(ground, abi=abi)
    guards = replace(ground.guards, landlock=False)
    return replace(ground, container=container.find(), guards=guards)


def usable_abi(most: int) -> int:
    return min(most, landlock.probe_abi())
