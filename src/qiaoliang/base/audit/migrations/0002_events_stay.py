"""The database itself refuses to change an event."""

from typing import Any

from django.db import migrations

SQLITE = """
CREATE TRIGGER audit_events_stay BEFORE UPDATE ON audit_auditevent
BEGIN SELECT RAISE(ABORT, 'audit events are never changed'); END
"""
FUNCTION = """
CREATE FUNCTION audit_events_stay() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'audit events are never changed'; END $$
"""
POSTGRESQL = """
CREATE TRIGGER audit_events_stay BEFORE UPDATE ON audit_auditevent
FOR EACH ROW EXECUTE FUNCTION audit_events_stay()
"""


def put(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)
        schema_editor.execute(POSTGRESQL)
    else:
        schema_editor.execute(SQLITE)


def take(apps: Any, schema_editor: Any) -> None:
    on = " ON audit_auditevent" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER audit_events_stay{on}")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION audit_events_stay()")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(put, take)]
