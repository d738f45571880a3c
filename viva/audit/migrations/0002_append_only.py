"""The database itself refuses to change an entry, whoever asks."""

from typing import Any

from django.db import migrations

_SQLITE = """
CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'the audit trail is not changed'); END
"""
_FUNCTION = """
CREATE FUNCTION audit_entry_unchanged() RETURNS trigger AS
$$ BEGIN RAISE EXCEPTION 'the audit trail is not changed'; END $$ LANGUAGE plpgsql
"""
_POSTGRESQL = """
CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE ON audit_entry
FOR EACH ROW EXECUTE FUNCTION audit_entry_unchanged()
"""


def _guard(apps: Any, schema: Any) -> None:
    if schema.connection.vendor == "postgresql":
        schema.execute(_FUNCTION)
        schema.execute(_POSTGRESQL)
    else:
        schema.execute(_SQLITE)


def _open(apps: Any, schema: Any) -> None:
    if schema.connection.vendor == "postgresql":
        schema.execute("DROP TRIGGER audit_entry_unchanged ON audit_entry")
        schema.execute("DROP FUNCTION audit_entry_unchanged()")
    else:
        schema.execute("DROP TRIGGER audit_entry_unchanged")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(_guard, _open)]
