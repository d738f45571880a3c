"""DMOJ's judge, warm: run by the interpreter of its own environment, `python -P dmoj_judge.py FOLDER`.

FOLDER has `judge.yml`, the problem `bench` and `source.py`. The first line that it prints says that the
executor has passed its self-test. Then for each line of standard input `source.py` is judged as the judge
itself would on a request, sandbox on, and a line `{"ms": …, "codes": […]}` printed: the time until it says that
grading has ended, and each test's verdict.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

MEMORY_KB, SECONDS = 262144, 2.0


def serve(folder: Path) -> None:
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # the judge prints too
    sys.argv = ["dmoj", "-c", str(folder / "judge.yml"), "-e", "PY3"]
    from dmoj import executors, judgeenv

    judgeenv.load_env(cli=True)
    executors.load_executors()
    if "PY3" not in executors.executors:
        raise SystemExit("its Python executor failed its self-test")
    source = (folder / "source.py").read_text()
    print("{}", file=answers, flush=True)
    for number, _ in enumerate(sys.stdin, start=1):
        print(json.dumps(judge_once(number, source)), file=answers, flush=True)


def judge_once(number: int, source: str) -> dict[str, Any]:
    from dmoj.cli import LocalJudge
    from dmoj.judge import Submission

    judge = LocalJudge()
    told: dict[str, Any] = {"codes": []}
    began = time.perf_counter()

    def end() -> None:
        told["ms"] = (time.perf_counter() - began) * 1000

    judge.packet_manager.test_case_status_packet = lambda place, result: told["codes"].append(
        result.readable_codes()[0]
    )
    judge.packet_manager.grading_end_packet = end
    wanted = Submission(number, "bench", "PY3", source, SECONDS, MEMORY_KB, False, {})
    judge.begin_grading(wanted, report=lambda text: None, blocking=True)
    return told


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
