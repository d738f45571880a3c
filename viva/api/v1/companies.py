"""For which company a call makes something."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied, ValidationError

from viva.accounts.actors import UserActor
from viva.accounts.models import Company
from viva.accounts.selectors import companies_written_by


def company_in(actor: UserActor, data: Mapping[str, Any]) -> Company | None:
    """The body's `company`, which may be null; the first that the actor writes for where it names none.

    ValidationError for one that the actor does not write for, whether there is such a company or not.
    """
    companies = companies_written_by(actor)
    if "company" not in data:
        return companies.first()
    if data["company"] is None:
        return None
    company = companies.filter(pk=data["company"]).first()
    if company is None:
        raise ValidationError({"company": [_("This is no company that you act for.")]})
    return company


def needed_company_in(actor: UserActor, data: Mapping[str, Any]) -> Company:
    """As `company_in`; PermissionDenied for those who act for no company."""
    company = company_in(actor, data)
    if company is None:
        raise PermissionDenied(_("Only owners and recruiters of a company can do this."))
    return company
