"""`python -m benchmarks [NAME …]`: measure, print each ratio as PASS or FAIL, end with 1 if any fails."""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path

from benchmarks.machine import describe_machine, keep_to_two_cores, load
from benchmarks.outcome import RESULTS, Outcome

NAMES = ("queries", "memory", "sandbox", "dmoj", "grading", "bank", "rooms", "api", "booking", "llm", "speech")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"some of {', '.join(NAMES)}; all by default")
    parser.add_argument("--results", type=Path, default=RESULTS, help="the folder for the raw figures")
    options = parser.parse_args()
    unknown = set(options.names) - set(NAMES)
    if unknown:
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    keep_to_two_cores()
    held = [_run(name, options.results) for name in options.names or NAMES]
    sys.exit(0 if all(held) else 1)


def _run(name: str, results: Path) -> bool:
    machine = describe_machine()
    print(f"== {name} ({machine['cores']} cores, load {machine['load_before']})", flush=True)
    outcome: Outcome = importlib.import_module(f"benchmarks.{name}").measure()
    machine["load_after"] = load()
    for line in (*outcome.lines, *map(str, outcome.ratios)):
        print(f"   {line}")
    print(f"   raw figures: {outcome.keep(machine, results).name}", flush=True)
    return outcome.holds


if __name__ == "__main__":
    main()
