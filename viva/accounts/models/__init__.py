from viva.accounts.models.company import Company, MemberRole, Membership
from viva.accounts.models.family import TokenFamily
from viva.accounts.models.people import AttemptCount, CodingLanguage, Level, Profile, Role, User

__all__ = [
    "AttemptCount",
    "CodingLanguage",
    "Company",
    "Level",
    "MemberRole",
    "Membership",
    "Profile",
    "Role",
    "TokenFamily",
    "User",
]
