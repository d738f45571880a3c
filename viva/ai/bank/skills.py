"""How a skill's slug is written for people."""

from __future__ import annotations

_SPELT = {
    "api": "API",
    "apis": "APIs",
    "ci": "CI",
    "cd": "CD",
    "css": "CSS",
    "dom": "DOM",
    "etl": "ETL",
    "graphql": "GraphQL",
    "hr": "HR",
    "html": "HTML",
    "http": "HTTP",
    "javascript": "JavaScript",
    "js": "JavaScript",
    "ml": "ML",
    "mongodb": "MongoDB",
    "mysql": "MySQL",
    "nosql": "NoSQL",
    "oop": "OOP",
    "orm": "ORM",
    "postgresql": "PostgreSQL",
    "rest": "REST",
    "sql": "SQL",
    "sre": "SRE",
    "typescript": "TypeScript",
    "ui": "UI",
    "ux": "UX",
}


def skill_label(slug: str) -> str:
    """`rest-apis` as "REST APIs": known abbreviations and names as they are spelt, the first word capitalised."""
    words = [_SPELT.get(word, word) for word in slug.replace("_", "-").split("-")]
    if words and words[0].islower():
        words[0] = words[0].capitalize()
    return " ".join(words)
