from django.db import migrations, models

import qiaoliang.work.cases.models


class Migration(migrations.Migration):
    """What waits in a state, the most urgent first."""

    dependencies = [("cases", "0014_category_received")]

    operations = [
        migrations.AddIndex(
            "case", models.Index("state", qiaoliang.work.cases.models.Owed(), "id", name="case_state_due")
        ),
    ]
