"""What the database holds, to be compared with what it held before."""

from __future__ import annotations

from django.apps import apps

from viva.accounts.models import AttemptCount, TokenFamily
from viva.api.models import StoredAnswer

_OF_THE_CALL_ITSELF = {AttemptCount, TokenFamily, StoredAnswer}


def everything_stored() -> dict[str, list[tuple[object, ...]]]:
    """All rows of Viva's own tables, but for what signing in and limits leave behind."""
    models = [model for model in apps.get_models() if model.__module__.startswith("viva.")]
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in models
        if model not in _OF_THE_CALL_ITSELF
    }
