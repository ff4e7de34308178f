from typing import Any

from django.db import migrations, models

import qiaoliang.work.cases.models


def look_at_it(apps: Any, schema_editor: Any) -> None:
    """Let the database know what is in the new index: SQLite takes one it knows nothing of for the best for everything, until the
    worker's night."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("PRAGMA analysis_limit=1000")
    schema_editor.execute("ANALYZE cases_case")


class Migration(migrations.Migration):
    """What waits in a unit, by the date that is owed: a list of it reads a page and not all that waits."""

    dependencies = [("cases", "0016_due_once")]

    operations = [
        migrations.AddIndex(
            "case", models.Index("lead", "state", qiaoliang.work.cases.models.Owed(), "id", name="case_lead_state_due")
        ),
        migrations.RunPython(look_at_it, migrations.RunPython.noop, elidable=True),
    ]
