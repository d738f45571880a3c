"""How signs and short forms are read. Each rule is a pattern and its words; the order counts."""

from __future__ import annotations

import re

Rule = tuple[re.Pattern[str], str]

POWERS = {"²": "squared", "³": "cubed", "⁴": "to the 4", "ⁿ": "to the n"}

UNITS = {
    "ms": "milliseconds",
    "µs": "microseconds",
    "ns": "nanoseconds",
    "min": "minutes",
    "kB": "kilobytes",
    "KB": "kilobytes",
    "KiB": "kibibytes",
    "MB": "megabytes",
    "MiB": "mebibytes",
    "GB": "gigabytes",
    "GiB": "gibibytes",
    "TB": "terabytes",
    "kHz": "kilohertz",
    "MHz": "megahertz",
    "GHz": "gigahertz",
    "Mbps": "megabits per second",
    "rps": "requests per second",
    "qps": "queries per second",
    "k": "thousand",
}


def _rules(*pairs: tuple[str, str]) -> tuple[Rule, ...]:
    return tuple((re.compile(pattern), words) for pattern, words in pairs)


_OPERATORS = (
    (r"\s*===\s*", " strictly equals "),
    (r"\s*!==\s*", " strictly differs from "),
    (r"\s*==\s*", " equals "),
    (r"\s*(!=|≠)\s*", " is not equal to "),
    (r"\s*(<=|≤)\s*", " is at most "),
    (r"\s*(>=|≥)\s*", " is at least "),
    (r"\s*(?:->|→|=>|⇒)\s*", " to "),
    (r"\s*&&\s*", " and "),
    (r"\s*\|\|\s*", " or "),
    (r"\s*\+=\s*", " plus equals "),
    (r"\s*-=\s*", " minus equals "),
    (r"(?<=\w)\+\+", " plus plus"),
    (r"\s≈\s?|(?<!\w)~(?=\d)", " about "),
    (r"\s*∞", " infinity"),
)

_EVERYTHING = (r"\b(SELECT|select|COUNT|count)\s*\(?\*\)?", r"\1 everything")

RULES = _rules(
    _EVERYTHING,
    (r"\bC\+\+", "C plus plus"),
    (r"\b([CF])#", r"\1 sharp"),
    (r"(?<!\w)\.NET\b", "dot net"),
    (r"\b([A-Za-z]+)\.js\b", r"\1 J S"),
    (r"\b[Ee]\.g\.,?", "for example,"),
    (r"\b[Ii]\.e\.,?", "that is,"),
    (r"\betc\.", "and so on."),
    (r"\bvs\.?(?!\w)", "versus"),
    (r"\bCI/CD\b", "C I, C D"),
    (r"\b24/7\b", "24 7"),
    (r"\band/or\b", "and or"),
    *_OPERATORS,
    (r"(?<=\S)\s=\s(?=\S)", " is "),
    (r"(?<=\S)\s<\s(?=\S)", " is less than "),
    (r"(?<=\S)\s>\s(?=\S)", " is greater than "),
    (r"(?<=\w)\s\*\s(?=\w)", " times "),
    (r"(?<=[\w)])\s\+\s(?=[\w(])", " plus "),
    (r"(?<=\w)\s*&\s*(?=\w)", " and "),
    (r"(?<=\w)@(?=\w)", " at "),
    (r"(?<=[A-Za-z])/(?=[A-Za-z])", " or "),
    (r"\s*[—–]\s+|\s+-\s+", ", "),
    (r"…|\.{3,}", "."),
    (r"[“”«»]", '"'),
    (r"[‘’]", "'"),
)

CODE_RULES = _rules(
    _EVERYTHING,
    *_OPERATORS,
    (r"(?<=\w)\s*=\s*(?=\S)", " is "),
    (r"(?<=\w)\s*<\s*(?=\w)", " is less than "),
    (r"(?<=\w)\s*>\s*(?=\w)", " is greater than "),
    (r"(?<=\w)\s*%\s*(?=\w)", " modulo "),
    (r"\[\s*\]", " empty list "),
    (r"\{\s*\}", " empty braces "),
)
