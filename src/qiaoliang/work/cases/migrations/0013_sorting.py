from django.db import migrations, models
from django.db.models import F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce

import qiaoliang.base.core.clock
import qiaoliang.work.cases.models

NEW = (
    models.Index(fields=["state", "received_at", "id"], name="case_state_received"),
    models.Index(fields=["lead", "state", "received_at", "id"], name="case_lead_state_received"),
    models.Index(qiaoliang.work.cases.models.Owed(), "id", name="case_by_due"),
    models.Index(fields=["received_at", "id"], name="case_by_received"),
    models.Index(fields=["answered_at", "id"], name="case_by_answered"),
    models.Index(fields=["happened_at", "id"], name="case_by_happened"),
)
OLD = ("case_state_newest", "case_lead_state_newest", "case_received", "case_answered")


def fill(apps, schema_editor):
    """The newest row of a case's history; a case without one has its day of receipt."""
    case, event = (apps.get_model("cases", name) for name in ("Case", "Event"))
    last = event.objects.filter(case=OuterRef("pk")).order_by().values("case").annotate(last=Max("at"))
    case.objects.update(happened_at=Coalesce(Subquery(last.values("last")), F("received_at")))


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_splits")]

    operations = [
        migrations.AddField("case", "happened_at", models.DateTimeField(default=qiaoliang.base.core.clock.now)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        *(migrations.RemoveIndex("case", name) for name in OLD),
        *(migrations.AddIndex("case", index) for index in NEW),
    ]
