"""What ruff finds in a Python source: unused and misleading things, by a fixed set of rules without taste."""

from __future__ import annotations

import json
import logging
import re
import subprocess
from functools import lru_cache

from ruff import find_ruff_bin

from viva.ai.types import CodeFinding

log = logging.getLogger(__name__)

RULES = {
    "B006": "a default value that all calls share",
    "B015": "a comparison whose result is not used",
    "B018": "an expression whose value is not used",
    "B023": "a function in a loop that sees only the last value of {0}",
    "E722": "an except that catches everything",
    "E741": "a name that is easily misread: {0}",
    "F401": "an import that is not used: {0}",
    "F632": "`is` between values that should be compared by `==`",
    "F811": "{0} is defined again before it was used",
    "F841": "a variable that is not used: {0}",
    "PLR0124": "{0} is compared with itself",
    "PLW0127": "{0} is assigned to itself",
}
SECONDS = 2.0
"""It takes a hundredth of this. So much, because what is not read in time does not count, and a busy machine is to
change no score."""
_COMMAND = ("check", "--isolated", "--no-cache", "--ignore-noqa", "--exit-zero", "--quiet")
_OUTPUT = ("--output-format", "json", "--stdin-filename", "solution.py", "-")
_ENVIRONMENT = {"RAYON_NUM_THREADS": "1"}
_NAMED = re.compile(r"`([^`]{1,60})`")


def find_by_ruff(source: str) -> tuple[CodeFinding, ...] | None:
    """In the order of lines; None if it could not read the source, or not in time."""
    command = [_binary(), *_COMMAND, "--select", ",".join(RULES), *_OUTPUT]
    try:
        done = subprocess.run(
            command,
            input=source.encode("utf-8", "replace"),
            capture_output=True,
            timeout=SECONDS,
            check=True,
            env=_ENVIRONMENT,
        )
        found = [_finding(each) for each in json.loads(done.stdout) if each["code"] in RULES]
    except (OSError, ValueError, KeyError, TypeError, subprocess.SubprocessError) as error:
        log.warning("ruff could not read a solution (%s)", type(error).__name__)
        return None
    return tuple(sorted(found, key=lambda finding: (finding.line, finding.text)))


def _finding(raw: dict[str, object]) -> CodeFinding:
    named = _NAMED.search(str(raw["message"]))
    words = RULES[str(raw["code"])].format(named[1] if named else "a name")
    place = raw["location"]
    return CodeFinding(int(place["row"]) if isinstance(place, dict) else 1, words)


@lru_cache(maxsize=1)
def _binary() -> str:
    """Raises FileNotFoundError, which is an OSError, where the package was installed without its program."""
    return str(find_ruff_bin())
