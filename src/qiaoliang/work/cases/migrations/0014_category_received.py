import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A category's cases in their order, in place of the index of the category alone."""

    dependencies = [("cases", "0013_sorting")]

    operations = [
        migrations.AddIndex(
            "case", models.Index(fields=["category", "received_at", "id"], name="case_category_received")
        ),
        migrations.AlterField(
            "case",
            "category",
            models.ForeignKey(
                "catalog.category", django.db.models.deletion.PROTECT, null=True, db_index=False, related_name="+"
            ),
        ),
    ]
