"""How a skill's slug is written for people."""

from __future__ import annotations

_SPELT = {
    "api": "API",
    "apis": "APIs",
    "ci": "CI",
    "cd": "CD",
    "css": "CSS",
    "django": "Django",
    "docker": "Docker",
    "dom": "DOM",
    "etl": "ETL",
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
    "ml": "ML",
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
    "sql": "SQL",
    "sre": "SRE",
    "typescript": "TypeScript",
    "ui": "UI",
    "ux": "UX",
}


def skill_words(slug: str) -> str:
    """`rest_apis` as "REST APIs", `data_modelling` as "data modelling": for the middle of a sentence."""
    return " ".join(_SPELT.get(word, word) for word in slug.replace("_", "-").split("-"))


def skill_label(slug: str) -> str:
    """The same with a capital at its beginning."""
    words = skill_words(slug)
    return words[:1].upper() + words[1:]
