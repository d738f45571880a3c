"""go-judge: https://docs.goj.ac/api. `POST /run` runs commands in a box; files it keeps are named by ids.

Its `Result`: `status`, `exitStatus` (the signal's number where `status` is Signalled), `time` and `runTime` in ns,
`memory` in bytes, `files` (what was printed), `fileIds` (what it keeps), `fileError`.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

from viva.sandbox.remote import runs
from viva.sandbox.remote.recipes import ENVIRONMENT, MEMORY, RECIPES, Recipe
from viva.sandbox.remote.runs import BuildError, Job, Ran
from viva.sandbox.remote.transport import NOT_UNDERSTOOD, RemoteError, Service
from viva.sandbox.types import Limits, Verdict

_NS = 1_000_000_000
_MB = 1024 * 1024
_ANSWER_SECONDS = 20.0  # beyond a command's own time: other people's work comes before it there
_CLEARING_SECONDS = 5.0
_BUILD = Limits(cpu_seconds=runs.BUILD_SECONDS, wall_seconds=runs.BUILD_SECONDS, memory_mb=1024, processes=128)
_VERSION = Limits(cpu_seconds=5, wall_seconds=10, memory_mb=1024, processes=64)


class GoJudge:
    title = "go-judge"

    def __init__(self, service: Service) -> None:
        self._service = service

    async def versions(self) -> dict[str, str]:
        """Each language is asked for its version: a command that is not there fails."""
        found: dict[str, str] = {}
        for recipe in RECIPES.values():
            result = await self.run(recipe.version, limits=_VERSION, files={})
            if result["status"] == "Accepted":
                printed = _file(result, "stdout") or _file(result, "stderr")
                found[recipe.name] = printed.strip().partition("\n")[0][:100]
        return found

    @contextlib.asynccontextmanager
    async def build(self, job: Job) -> AsyncIterator[_Built]:
        kept = await self._build(job)
        try:
            yield _Built(self, job, kept)
        finally:
            for number in kept.values():
                with contextlib.suppress(RemoteError):
                    await self._service.ask("DELETE", f"/file/{quote(number, safe='')}", seconds=_CLEARING_SECONDS)

    async def _build(self, job: Job) -> dict[str, str]:
        """The ids of what was built and is kept there, by name."""
        recipe = job.recipe
        command = recipe.build or (() if job.wrapped else recipe.check)
        if not command:
            return {}
        result = await self.run(command, limits=_BUILD, files=_contents(job), keep=recipe.artefact)
        if result["status"] != "Accepted":
            raise _build_error(result)
        if not recipe.artefact:
            return {}
        number = (result.get("fileIds") or {}).get(recipe.artefact)
        if not isinstance(number, str) or not number:
            raise RemoteError(NOT_UNDERSTOOD)
        return {recipe.artefact: number}

    async def run(
        self,
        command: tuple[str, ...],
        *,
        limits: Limits,
        files: dict[str, dict[str, str]],
        stdin: str = "",
        keep: str = "",
        out_bytes: int = runs.MOST_BUILD_BYTES,
    ) -> dict[str, Any]:
        """One command's result, its `status` a text. Raises RemoteError."""
        wanted: dict[str, Any] = {
            "args": list(command),
            "env": list(ENVIRONMENT),
            "files": [
                {"content": stdin},
                {"name": "stdout", "max": out_bytes},
                {"name": "stderr", "max": max(limits.output_bytes, runs.MOST_BUILD_BYTES)},
            ],
            "cpuLimit": int(limits.cpu_seconds * _NS),
            "clockLimit": int(limits.wall_seconds * _NS),
            "memoryLimit": limits.memory_mb * _MB,
            "procLimit": limits.processes,
            "copyIn": files,
        }
        if keep:
            wanted["copyOutCached"] = [keep]
        seconds = limits.wall_seconds + _ANSWER_SECONDS
        results = await self._service.ask("POST", "/run", {"cmd": [wanted]}, seconds=seconds)
        return _only(results)


class _Built:
    def __init__(self, judge: GoJudge, job: Job, kept: dict[str, str]) -> None:
        self._judge, self._job, self._kept = judge, job, kept

    async def run(self, stdin: str) -> Ran:
        job = self._job
        files = {name: {"fileId": number} for name, number in self._kept.items()} or _contents(job)
        result = await self._judge.run(
            tuple(part.replace(MEMORY, str(job.limits.memory_mb)) for part in job.recipe.run),
            limits=_with_runtime(job.limits, job.recipe),
            files={} if job.recipe.from_stdin else files,
            stdin=f"{stdin}\n{job.files[job.recipe.file]}" if job.recipe.from_stdin else stdin,
            out_bytes=job.out_bytes,
        )
        return ran(result, job=job)


def ran(result: dict[str, Any], *, job: Job) -> Ran:
    """Raises RemoteError for what says nothing of the program."""
    verdict, message = _verdict(result, job)
    return Ran(
        verdict,
        message,
        stdout=_file(result, "stdout"),
        stderr=_file(result, "stderr"),
        cpu_ms=_number(result, "time") / 1e6,
        wall_ms=_number(result, "runTime") / 1e6,
        memory_kb=int(_number(result, "memory")) // 1024,
    )


def _verdict(result: dict[str, Any], job: Job) -> tuple[Verdict | None, str]:
    status, limits = result["status"], job.limits
    code = int(_number(result, "exitStatus"))
    if status == "Accepted":
        return None, ""
    if status == "Time Limit Exceeded":
        by_cpu = _number(result, "time") >= limits.cpu_seconds * _NS
        return runs.over_cpu(limits) if by_cpu else runs.over_wall(limits)
    if status == "Memory Limit Exceeded":
        return runs.over_memory(limits)
    if status == "Output Limit Exceeded" or (status == "File Error" and _collected_too_much(result)):
        return runs.over_output(limits)
    if status == "Nonzero Exit Status":
        return runs.by_exit(code, stderr=_file(result, "stderr"), recipe=job.recipe, limits=limits)
    if status == "Signalled":
        return runs.by_signal(code, memory_kb=int(_number(result, "memory")) // 1024, limits=limits)
    if status == "Dangerous Syscall":
        return Verdict.RE, "it made a system call that is not allowed"
    raise RemoteError("it could not run the program")


def _build_error(result: dict[str, Any]) -> Exception:
    """What the compiler said, or that there was no time or memory left for it; ours where it never ran."""
    said = (_file(result, "stderr") or _file(result, "stdout")).strip()
    if result["status"] == "Nonzero Exit Status":
        return BuildError(said or "the compiler failed without a word")
    if result["status"] in ("Time Limit Exceeded", "Memory Limit Exceeded", "Output Limit Exceeded", "Signalled"):
        return BuildError(said or "compiling it took too much time or memory")
    return RemoteError("it could not run the compiler")


def _collected_too_much(result: dict[str, Any]) -> bool:
    errors = result.get("fileError") or []
    return isinstance(errors, list) and any(
        isinstance(error, dict) and error.get("type") == "CollectSizeExceeded" for error in errors
    )


def _contents(job: Job) -> dict[str, dict[str, str]]:
    return {name: {"content": content} for name, content in job.files.items()}


def _with_runtime(limits: Limits, recipe: Recipe) -> Limits:
    return Limits(
        cpu_seconds=limits.cpu_seconds,
        wall_seconds=limits.wall_seconds,
        memory_mb=limits.memory_mb + recipe.overhead_mb,
        output_bytes=limits.output_bytes,
        processes=limits.processes + recipe.threads,
    )


def _only(results: Any) -> dict[str, Any]:
    if not (isinstance(results, list) and len(results) == 1 and isinstance(results[0], dict)):
        raise RemoteError(NOT_UNDERSTOOD)
    if not isinstance(results[0].get("status"), str):
        raise RemoteError(NOT_UNDERSTOOD)
    return results[0]


def _file(result: dict[str, Any], name: str) -> str:
    files = result.get("files")
    text = files.get(name, "") if isinstance(files, dict) else ""
    return text if isinstance(text, str) else ""


def _number(result: dict[str, Any], name: str) -> float:
    value = result.get(name, 0)
    return float(value) if isinstance(value, int | float) and 0 <= value < 1e18 else 0.0
