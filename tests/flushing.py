"""After a transactional test: what a migrated database begins with is put back from memory.

Django empties all tables and then has each app work out what it begins with, content types and permissions: a
tenth of a second after each such test, and every time the same. Here it is worked out after the first of them.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management.commands import flush
from django.db import transaction
from django.db.models import Model

Rows = list[tuple[type[Model], list[Model]]]

_begins_with: dict[str, Rows] = {}
_work_out = flush.emit_post_migrate_signal


def put_back_from_memory() -> None:
    flush.emit_post_migrate_signal = _put_back


def _put_back(verbosity: int, interactive: bool, db: str, **more: Any) -> None:
    if db not in _begins_with:
        _work_out(verbosity, interactive, db, **more)
        _begins_with[db] = _everything(db)
        return
    with transaction.atomic(using=db):  # in which rows may come before those that they point to
        for model, rows in _begins_with[db]:
            model._base_manager.using(db).bulk_create(rows)
    ContentType.objects.clear_cache()  # as working it out does


def _everything(db: str) -> Rows:
    held = [(model, list(model._base_manager.using(db))) for model in apps.get_models(include_auto_created=True)]
    return [(model, rows) for model, rows in held if rows]
