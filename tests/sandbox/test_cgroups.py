"""The control group of a runner: made where this user may, and not left behind for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from viva.sandbox import cgroups, daemon
from viva.sandbox.supervisor import Supervisor

pytestmark = pytest.mark.integration


async def test_the_control_group_of_a_dead_daemon_goes_with_the_next(tmp_path: Path) -> None:
    made = []
    for number in range(3):
        supervisor = Supervisor(tmp_path / f"runner{number}.sock")
        await supervisor.start()
        group = (await supervisor.status())["cgroup"]
        made.append(groups_of(tmp_path / f"runner{number}.sock"))
        await supervisor.stop()

    assert [len(groups) for groups in made] == [{"v1": 2, "v2": 1, "none": 0}[group]] * 3
    assert [group for groups in made[:2] for group in groups if group.exists()] == []


def groups_of(socket_path: Path) -> list[Path]:
    name = f"*-{daemon._name_of(socket_path)}"
    return [
        *Path("/sys/fs/cgroup").glob(f"{cgroups.PREFIX}{name}"),
        *Path("/sys/fs/cgroup").glob(f"*/{cgroups.PREFIX}{name}"),
    ]
