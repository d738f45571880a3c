"""Companies and their people."""

from __future__ import annotations

from tests.factories.accounts import RecruiterFactory
from viva.accounts.models import Company, CompanyModel, MemberRole, Membership, User
from viva.accounts.sealing import seal
from viva.core.time import now


def make_company(name: str = "Brightwater Labs") -> Company:
    return Company.objects.create(name=name)


def make_member(company: Company, role: MemberRole = MemberRole.RECRUITER) -> User:
    """A recruiter who belongs to the company in that role."""
    user = RecruiterFactory()
    Membership.objects.create(company=company, user=user, role=role)
    return user


def make_own_model(
    company: Company,
    *,
    base_url: str = "https://models.example/v1",
    key: str = "sk-companys-own-0123456789",
    day_tokens: int = 0,
) -> CompanyModel:
    """The company's own language model; whether its address is allowed is a matter of the settings."""
    return CompanyModel.objects.create(
        company=company,
        base_url=base_url,
        model="companys-model",
        sealed_key=seal(key, company_id=company.pk),
        key_end=key[-4:],
        day_tokens=day_tokens,
        changed_at=now(),
    )
