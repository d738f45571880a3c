"""The roles that the bank knows, and which of them a person means by what they wrote."""

from __future__ import annotations

import re

ROLES: dict[str, str] = {
    "software_engineer": "Software engineer",
    "frontend_developer": "Front-end developer",
    "backend_developer": "Back-end developer (Python)",
    "fullstack_developer": "Full-stack developer",
    "devops_engineer": "DevOps engineer",
    "data_engineer": "Data engineer",
}
DEFAULT_ROLE = "software_engineer"

# Whose questions suit as well, when a role's own are too few.
RELATED: dict[str, tuple[str, ...]] = {
    "software_engineer": ("backend_developer", "fullstack_developer"),
    "frontend_developer": ("fullstack_developer", "software_engineer"),
    "backend_developer": ("software_engineer", "fullstack_developer"),
    "fullstack_developer": ("frontend_developer", "backend_developer", "software_engineer"),
    "devops_engineer": ("backend_developer", "software_engineer"),
    "data_engineer": ("backend_developer", "software_engineer"),
}

# Tried in this order: the more telling words come first ("React Python dev" is full-stack by neither).
_SIGNS: tuple[tuple[str, str], ...] = (
    ("fullstack_developer", r"full ?stack|mern|mean stack"),
    (
        "devops_engineer",
        r"dev ?ops|dev ?sec ?ops|sre|site reliability|platform|infrastructure|cloud|sysadmin|systems? admin",
    ),
    ("data_engineer", r"data|etl|analytics|machine learning|ml|ai|big data|spark|bi"),
    ("frontend_developer", r"front ?end|ui|ux|react|vue|angular|web designer|javascript|typescript"),
    ("backend_developer", r"back ?end|server|api|python|django|flask|fastapi|java|go|golang|node"),
    ("fullstack_developer", r"web"),
)


def match_role(text: str) -> str:
    """The id in ROLES nearest to free text such as "Senior Python dev"; DEFAULT_ROLE where nothing tells."""
    plain = " ".join(re.findall(r"[a-z0-9]+", text.lower()))
    if plain.replace(" ", "_") in ROLES:
        return plain.replace(" ", "_")
    for role, signs in _SIGNS:
        if re.search(rf"\b(?:{signs})\b", plain):
            return role
    return DEFAULT_ROLE
