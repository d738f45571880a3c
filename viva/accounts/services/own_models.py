"""A company's own language model: brought, changed, taken away. Who may do it is asked of `selectors` first."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from viva.accounts.models import Company, CompanyModel, User
from viva.accounts.sealing import seal
from viva.audit.services import record
from viva.core.errors import VivaError
from viva.core.time import now

KEY_END = 4
SHORTEST_TO_TELL = 16
"""Of a shorter key nothing is shown: four letters would be too much of it."""


class AddressNotAllowed(VivaError):
    code = "address_not_allowed"
    message = _("The operator of this server does not allow this address.")


class KeyNeeded(VivaError):
    """There is none yet, or it belongs to another address, where it is never sent."""

    code = "key_needed"
    message = _("Give the key for this address.")


@transaction.atomic
def set_own_model(
    company: Company,
    *,
    base_url: str,
    model: str,
    key: str,
    day_tokens: int,
    day_money: float = 0.0,
    prompt_price: float = 0.0,
    completion_price: float = 0.0,
    by: User,
) -> CompanyModel:
    """`key` "" keeps the one there is. Raises AddressNotAllowed, KeyNeeded."""
    if base_url not in settings.VIVA_LLM_COMPANY_BASE_URLS:
        raise AddressNotAllowed
    before = CompanyModel.objects.select_for_update().filter(company=company).first()
    if not key and (before is None or before.base_url != base_url):
        raise KeyNeeded
    fields = {
        "base_url": base_url,
        "model": model,
        "day_tokens": day_tokens,
        "day_money": day_money,
        "prompt_price": prompt_price,
        "completion_price": completion_price,
        "changed_at": now(),
    }
    if key:
        fields["sealed_key"] = seal(key, company_id=company.pk)
        fields["key_end"] = key[-KEY_END:] if len(key) >= SHORTEST_TO_TELL else ""
    own, _created = CompanyModel.objects.update_or_create(company=company, defaults=fields)
    _record("company.model_set", company, by=by)
    return own


@transaction.atomic
def remove_own_model(company: Company, *, by: User) -> bool:
    """False where there was none."""
    removed, _each = CompanyModel.objects.filter(company=company).delete()
    if removed:
        _record("company.model_removed", company, by=by)
    return bool(removed)


def _record(action: str, company: Company, *, by: User) -> None:
    record(action, subject="company", subject_id=company.pk, actor_id=by.pk, company_id=company.pk)
