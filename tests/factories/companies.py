"""Companies and their people."""

from __future__ import annotations

from tests.factories.accounts import RecruiterFactory
from viva.accounts.models import Company, MemberRole, Membership, User


def make_company(name: str = "Brightwater Labs") -> Company:
    return Company.objects.create(name=name)


def make_member(company: Company, role: MemberRole = MemberRole.RECRUITER) -> User:
    """A recruiter who belongs to the company in that role."""
    user = RecruiterFactory()
    Membership.objects.create(company=company, user=user, role=role)
    return user
