"""What a job description or a résumé asks of an interview, read without a language model."""

from viva.ai.profile.level import Level
from viva.ai.profile.plan import Planned, plan_interview
from viva.ai.profile.reading import Profile, Skill, Source, read_profile

__all__ = ["Level", "Planned", "Profile", "Skill", "Source", "plan_interview", "read_profile"]
