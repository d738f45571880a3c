"""The vocabulary of skills: one name each, how else it is written, and how it reads to people.

`skills.txt` beside this file has a line a skill: its name, and behind a bar other ways to write it (British and
American, short and long, singular and plural). What people write is read by `canonical`; the built-in bank and
the lexicon of job descriptions may use the names alone, to which the linter and a test hold them. A company's
own questions may have skills of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path

VOCABULARY = Path(__file__).with_name("skills.txt")

_SPELT = {
    "api": "API",
    "apis": "APIs",
    "css": "CSS",
    "django": "Django",
    "docker": "Docker",
    "dom": "DOM",
    "etl": "ETL",
    "go": "Go",
    "graphql": "GraphQL",
    "hr": "HR",
    "html": "HTML",
    "http": "HTTP",
    "java": "Java",
    "javascript": "JavaScript",
    "js": "JavaScript",
    "kafka": "Kafka",
    "kubernetes": "Kubernetes",
    "linux": "Linux",
    "llm": "LLM",
    "ml": "ML",
    "mlops": "MLOps",
    "mongodb": "MongoDB",
    "mysql": "MySQL",
    "nosql": "NoSQL",
    "oop": "OOP",
    "orm": "ORM",
    "postgresql": "PostgreSQL",
    "python": "Python",
    "react": "React",
    "redis": "Redis",
    "rest": "REST",
    "spark": "Spark",
    "spring": "Spring",
    "sql": "SQL",
    "sre": "SRE",
    "typescript": "TypeScript",
    "ui": "UI",
    "ux": "UX",
}
_SPELT_WHOLE = {"ci-cd": "CI/CD", "on-call": "on-call work"}


@cache
def vocabulary() -> Mapping[str, str]:
    """Each name and each other way to write it, with the name."""
    found: dict[str, str] = {}
    for line in VOCABULARY.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, _bar, others = (part.strip() for part in line.partition("|"))
            found |= {written.strip(): name for written in (name, *others.split(";")) if written.strip()}
    return found


@lru_cache(maxsize=4096)
def canonical(written: str) -> str:
    """The vocabulary's name for a skill, `authorisation` of `Authorization`; one that it does not know, tidied."""
    slug = re.sub(r"[\s/_-]+", "_", written.strip().lower()).strip("_")
    return vocabulary().get(slug, slug)


def is_known(slug: str) -> bool:
    """Whether it is a name of the vocabulary, written as there."""
    return vocabulary().get(slug) == slug


def suggestion(slug: str) -> str:
    """The name that was probably meant, or ""."""
    name = canonical(slug)
    if is_known(name):
        return name
    near = get_close_matches(name, vocabulary(), n=1, cutoff=0.75)
    return vocabulary()[near[0]] if near else ""


def skill_words(slug: str) -> str:
    """`api_design` as "API design", `data_modelling` as "data modelling": for the middle of a sentence."""
    plain = slug.replace("_", "-")
    return _SPELT_WHOLE.get(plain) or " ".join(_SPELT.get(word, word) for word in plain.split("-"))


def skill_label(slug: str) -> str:
    """The same with a capital at its beginning."""
    words = skill_words(slug)
    return words[:1].upper() + words[1:]
