"""A company: made, described, given a logo. Who may do it is asked of `selectors` first."""

from __future__ import annotations

from typing import Any, TypedDict
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from viva.accounts.logos import drawn_anew
from viva.accounts.models import Company, MemberRole, Membership, Role, User
from viva.audit.services import record
from viva.core.time import now


class CompanyWords(TypedDict):
    """All of a company that its owners write."""

    name: str
    colour: str
    signature: str
    contact: str
    strictness: str
    retention_days: int


@transaction.atomic
def create_company(user: User, *, name: str) -> Company:
    """A new company that `user` owns; the account is a recruiter's from now on."""
    company = Company.objects.create(name=name, created_at=now())
    Membership.objects.create(company=company, user=user, role=MemberRole.OWNER, created_at=now())
    User.objects.filter(pk=user.pk).update(role=Role.RECRUITER)
    user.role = Role.RECRUITER
    _record("company.created", company, by=user)
    return company


@transaction.atomic
def change_company(company: Company, *, words: CompanyWords, by: User) -> Company:
    """The record names what has changed, not to what."""
    before = Company.objects.select_for_update().get(pk=company.pk)
    changed = sorted(name for name, value in words.items() if getattr(before, name) != value)
    Company.objects.filter(pk=company.pk).update(
        name=words["name"],
        colour=words["colour"],
        signature=words["signature"],
        contact=words["contact"],
        strictness=words["strictness"],
        retention_days=words["retention_days"],
    )
    if changed:
        _record("company.changed", company, by=by, changed=changed)
    company.refresh_from_db()
    return company


def set_logo(company: Company, *, content: bytes, by: User) -> None:
    """Raises NoLogo. The file's name is random: an old address never shows another company's picture."""
    png = drawn_anew(content)
    name = default_storage.save(f"companies/{uuid4().hex}.png", ContentFile(png))
    _replace_logo(company, name=name, by=by)


def remove_logo(company: Company, *, by: User) -> None:
    _replace_logo(company, name="", by=by)


@transaction.atomic
def _replace_logo(company: Company, *, name: str, by: User) -> None:
    before = Company.objects.select_for_update().get(pk=company.pk).logo.name
    Company.objects.filter(pk=company.pk).update(logo=name)
    company.logo.name = name
    _record("company.changed", company, by=by, changed=["logo"])
    if before:
        transaction.on_commit(lambda: default_storage.delete(before))


def _record(action: str, company: Company, *, by: User, **data: Any) -> None:
    record(action, subject="company", subject_id=company.pk, actor_id=by.pk, company_id=company.pk, **data)
