"""The roles that the bank knows, and which of them a person means by what they wrote."""

from __future__ import annotations

import re

ROLES: dict[str, str] = {
    "software_engineer": "Software engineer",
    "frontend_developer": "Front-end developer",
    "backend_developer": "Back-end developer (Python)",
    "java_developer": "Java developer",
    "go_developer": "Go developer",
    "fullstack_developer": "Full-stack developer",
    "mobile_developer": "Mobile developer",
    "devops_engineer": "DevOps engineer or SRE",
    "data_engineer": "Data engineer",
    "data_scientist": "Data scientist",
    "ml_engineer": "Machine learning engineer",
    "security_engineer": "Security engineer",
    "qa_engineer": "QA engineer",
    "engineering_manager": "Engineering manager",
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
    "java_developer": ("backend_developer", "software_engineer"),
    "go_developer": ("backend_developer", "software_engineer", "devops_engineer"),
    "mobile_developer": ("frontend_developer", "software_engineer"),
    "data_scientist": ("ml_engineer", "data_engineer"),
    "ml_engineer": ("data_scientist", "data_engineer", "software_engineer"),
    "security_engineer": ("devops_engineer", "backend_developer", "software_engineer"),
    "qa_engineer": ("software_engineer", "fullstack_developer"),
    "engineering_manager": ("software_engineer",),
}

# Tried in this order: the more telling words come first ("React Python dev" is full-stack by neither).
_SIGNS: tuple[tuple[str, str], ...] = (
    ("engineering_manager", r"engineering manager|team lead|tech lead|head of engineering|vp|cto|manager"),
    ("fullstack_developer", r"full ?stack|mern|mean stack"),
    ("security_engineer", r"security|pentest\w*|penetration tester|appsec|infosec|soc analyst"),
    ("qa_engineer", r"qa|quality|tester|test automation|sdet|test engineer"),
    ("mobile_developer", r"mobile|android|ios|swift|kotlin|flutter|react native"),
    ("data_scientist", r"data scien\w*|statistic\w*|data analyst|quant"),
    ("ml_engineer", r"machine learning|ml|mlops|deep learning|nlp|computer vision|ai"),
    (
        "devops_engineer",
        r"dev ?ops|dev ?sec ?ops|sre|site reliability|platform|infrastructure|cloud|sysadmin|systems? admin",
    ),
    ("data_engineer", r"data|etl|analytics|big data|spark|bi"),
    ("frontend_developer", r"front ?end|ui|ux|react|vue|angular|web designer|javascript|typescript"),
    ("java_developer", r"java|spring|kotlin back ?end|jvm"),
    ("go_developer", r"go|golang"),
    ("backend_developer", r"back ?end|server|api|python|django|flask|fastapi|node"),
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
