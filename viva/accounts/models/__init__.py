from viva.accounts.models.company import Company, Invitation, MemberRole, Membership, Strictness
from viva.accounts.models.family import TokenFamily
from viva.accounts.models.own_model import CompanyModel
from viva.accounts.models.people import AttemptCount, CodingLanguage, Level, Profile, Role, User

__all__ = [
    "AttemptCount",
    "CodingLanguage",
    "Company",
    "CompanyModel",
    "Invitation",
    "Level",
    "MemberRole",
    "Membership",
    "Profile",
    "Role",
    "Strictness",
    "TokenFamily",
    "User",
]
