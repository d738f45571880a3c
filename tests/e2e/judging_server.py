"""The server with `judged`'s interview and judge in place of the engine and the sandbox."""

from __future__ import annotations

import django

django.setup()

from django.conf import settings  # noqa: E402

from tests.e2e.judged import ObedientJudge  # noqa: E402
from viva.config import lifespan, serve  # noqa: E402


class NoSupervisor:
    """Nothing to start: the judge is an object of this process."""

    def __init__(self, *_: object, **__: object) -> None:
        self.client = ObedientJudge()
        self.status = self.client.status

    async def start(self) -> None:
        pass

    async def stop(self) -> None:
        pass


lifespan.Supervisor = NoSupervisor
settings.VIVA_ENGINE = "tests.e2e.judged.OneProblem"

if __name__ == "__main__":
    serve.main()
