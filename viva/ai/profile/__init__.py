"""What a job description or a résumé asks of an interview, read without a language model."""

from viva.ai.profile.asked import Asked, find_asked
from viva.ai.profile.level import Level
from viva.ai.profile.plan import Planned, plan_interview
from viva.ai.profile.reading import Profile, Skill, Source, read_profile
from viva.ai.profile.skills import bank_skills_of

__all__ = [
    "Asked",
    "Level",
    "Planned",
    "Profile",
    "Skill",
    "Source",
    "bank_skills_of",
    "find_asked",
    "plan_interview",
    "read_profile",
]
