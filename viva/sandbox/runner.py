"""The trusted half of a box: it builds one submission and runs its tests, one at a time, each in a fresh child.

It holds one test's input at a time and no expected answer. What it says over its channel: `built` or a finding
that holds for all tests, then one finding for each test that it is handed."""

from __future__ import annotations

import base64
import fnmatch
import gc
import json
import os
import resource
import select
import socket
import struct
from collections import deque
from contextlib import suppress
from dataclasses import replace
from typing import Any

from viva.sandbox import child, confine, containing, findings, frames, meters, starting
from viva.sandbox.child import Child
from viva.sandbox.languages.language import MEMORY, Plan, Step
from viva.sandbox.starting import Place
from viva.sandbox.types import Kind, Limits
from viva.sandbox.watch import Allowed, Watch
from viva.sandbox.wire import Finding
from viva.sandbox.work import BUILD, MOST_ARTEFACT_BYTES, Work

_LENGTH = struct.Struct(">I")
_FORKS_IN_A_ROW = 12


class LetGo(Exception):
    """Whoever asked has gone."""


class Runner:
    """`warm` is the plan whose children, `spares`, are begun before the work is known, and told of `memory_mb`."""

    def __init__(
        self, channel: socket.socket, place: Place, *, proc: int, warm: Plan | None, memory_mb: int, spares: int
    ) -> None:
        self._channel, self._place, self._warm, self._most_spares = channel, place, warm, max(1, spares)
        self._books, self._memory_mb = meters.Books(proc), memory_mb
        self._spares: deque[Child] = deque()
        self._mapped = self._books.mapped_bytes()
        if warm is not None and spares:
            self._spares += self._begin_all(warm, None, count=spares)
        for spare in self._spares:
            spare.await_ready()
        gc.freeze()

    def serve(self) -> None:
        """Until the channel ends."""
        try:
            work = Work.from_message(frames.receive(self._channel))
            if self._warm is None or not _is_same_start(work, self._warm, memory_mb=self._memory_mb):
                self._drop_spares()
                self._memory_mb = work.limits.memory_mb
                self._warm = work.plan if _waits(work.plan) and work.limits.processes == 1 else None
            finding, artefacts = self._build(work)
            if self._place.has_capabilities:
                self._seal()
            frames.send(self._channel, {"finding": findings.as_message(finding), "artefacts": artefacts})
            while finding is None:
                message = frames.receive(self._channel)
                frames.send(self._channel, {"finding": findings.as_message(self._test(work, message))})
        except (LetGo, frames.FrameError, OSError):
            if not self._is_let_go():
                raise
        finally:
            self._drop_spares()

    def _seal(self) -> None:
        """Nothing after it needs capabilities: children that are begun from now on have none to drop."""
        containing.seal(self._place.folder)
        confine.drop_capabilities()
        self._place = replace(self._place, has_capabilities=False)

    def _is_let_go(self) -> bool:
        poll = select.poll()
        poll.register(self._channel, select.POLLRDHUP)
        return bool(poll.poll(0))

    # Builds

    def _build(self, work: Work) -> tuple[Finding | None, dict[str, str] | None]:
        """What was wrong with it, or None and what there is to keep (None where nothing was built now)."""
        plan = work.plan
        if work.built is not None:
            self._write({name: base64.b64decode(data) for name, data in work.built.items()})
            return None, None
        self._write({name: text.encode("utf-8", "surrogatepass") for name, text in plan.files.items()})
        for step in plan.steps:
            if (finding := self._carry_out(step, plan)) is not None:
                return finding, None
        return (None, self._artefacts(plan)) if plan.steps else (None, None)

    def _write(self, files: dict[str, bytes]) -> None:
        for name, data in files.items():
            fd = os.open(
                f"{self._place.build}/{name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o700
            )
            with os.fdopen(fd, "wb") as file:
                file.write(data)

    def _carry_out(self, step: Step, plan: Plan) -> Finding | None:
        """None where it went well, else CE with what the compiler said."""
        started = child.begin(self._place.building(step))
        try:
            started.await_ready()
            watch = Watch(
                started,
                Allowed(BUILD, threads=BUILD.processes, ends_with_answer=False),
                books=self._books,
                channel=self._channel.fileno(),
                spent_before=0.0,
            )
            ended = watch.run(stdin=b"", job=b"")
            _reap_group(started.pid)
        finally:
            started.close()
        if watch.let_go:
            raise LetGo
        return findings.of_build(ended, self._place.build, plan)

    def _artefacts(self, plan: Plan) -> dict[str, str] | None:
        names = sorted(
            name
            for name in os.listdir(self._place.build)
            if any(fnmatch.fnmatch(name, kind) for kind in plan.artefacts)
        )
        found = {}
        for name in names:
            with open(f"{self._place.build}/{name}", "rb") as file:
                found[name] = base64.b64encode(file.read(MOST_ARTEFACT_BYTES + 1)).decode("ascii")
        return found if sum(map(len, found.values())) <= MOST_ARTEFACT_BYTES else None

    # Tests

    def _test(self, work: Work, message: dict[str, Any]) -> Finding:
        started = self._take(work)
        try:
            return self._run(started, work, message)
        finally:
            started.close()
            self._clean()

    def _take(self, work: Work) -> Child:
        """A child for one test: a waiting one if there is one."""
        if self._spares:
            return self._spares.popleft()
        limits = None if _waits(work.plan) else work.limits
        return self._begin_all(work.plan, limits, count=1, threads=work.limits.processes > 1)[0]

    def _begin_all(self, plan: Plan, limits: Limits | None, *, count: int, threads: bool = False) -> list[Child]:
        if plan.interpreter:
            return child.begin_all(self._place.interpreting(threads=threads), count=count)
        return child.begin_all(self._place.running(plan, limits=limits, memory_mb=self._memory_mb), count=count)

    def _add_spares(self, *, left: int) -> None:
        """Of forks of this interpreter some in a row, once there is none; of programs as many as may wait."""
        if self._warm is None or (self._warm.interpreter and self._spares):
            return
        most = _FORKS_IN_A_ROW if self._warm.interpreter else self._most_spares
        if (count := min(most, left) - len(self._spares)) > 0:
            self._spares += self._begin_all(self._warm, None, count=count)

    def _drop_spares(self) -> None:
        while self._spares:
            spare = self._spares.popleft()
            spare.end()
            spare.close()

    def _run(self, started: Child, work: Work, message: dict[str, Any]) -> Finding:
        plan, limits = work.plan, work.limits
        started.await_ready()
        inherited_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        if _waits(plan) and self._place.guards.rlimits:
            starting.fix_limits(plan, limits, mapped=self._mapped if plan.interpreter else 0, pid=started.pid)
        watch = Watch(
            started,
            Allowed(
                limits,
                threads=max(plan.threads, limits.processes),
                folder=self._place.tmp,
                ends_with_answer=starting.ends_with_answer(work.kind),
                inherited_kb=inherited_kb if plan.command else 0,
            ),
            books=self._books,
            channel=self._channel.fileno(),
            spent_before=meters.cpu_seconds(started.pid),
        )
        ended = watch.run(
            stdin=message["stdin"].encode("utf-8", "surrogatepass"),
            job=self._job(work, message),
            meanwhile=lambda: self._add_spares(left=message["left"]),
        )
        if watch.let_go:
            raise LetGo
        room = starting.room_kb(plan, limits, inherited_kb=inherited_kb)
        return findings.of_test(ended, work, room_kb=room)

    def _job(self, work: Work, message: dict[str, Any]) -> bytes:
        """What goes to the child over its descriptor for arguments."""
        job = b""
        if _waits(work.plan):
            source = self._warm_source(work.plan) or work.source
            about = {"kind": work.kind, "entry_point": work.entry_point, "source": source}
            job = _frame(json.dumps(about | {"interpreter": work.plan.interpreter}).encode())
        return job + (_frame(message["arguments"].encode()) if work.kind is Kind.FUNCTION else b"")

    def _warm_source(self, plan: Plan) -> str:
        if not plan.warm_source:
            return ""
        with open(f"{self._place.build}/{plan.warm_source}", encoding="utf-8", errors="surrogatepass") as file:
            return file.read()

    def _clean(self) -> None:
        """The next test finds an empty folder."""
        _empty(self._place.tmp)


def _waits(plan: Plan) -> bool:
    """Whether its children can be begun before their job is known."""
    return bool(plan.interpreter or plan.warm_source)


def _is_same_start(work: Work, warm: Plan, *, memory_mb: int) -> bool:
    """Whether what was begun before the work was known will do for it."""
    plan = work.plan
    if plan.interpreter and work.limits.processes > 1:
        return False
    if any(MEMORY in word for word in plan.command) and work.limits.memory_mb != memory_mb:
        return False
    return (plan.command, bool(plan.interpreter), plan.threads) == (
        warm.command,
        bool(warm.interpreter),
        warm.threads,
    )


def _reap_group(group: int) -> None:
    """What a compiler left came to this process (a subreaper) and was killed with its group."""
    with suppress(ChildProcessError):
        while True:
            os.waitpid(-group, 0)


def _empty(folder: str) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):  # the filter lets nobody make one
                _empty(entry.path)
                os.rmdir(entry.path)
            else:
                os.unlink(entry.path)


def _frame(body: bytes) -> bytes:
    return _LENGTH.pack(len(body)) + body
