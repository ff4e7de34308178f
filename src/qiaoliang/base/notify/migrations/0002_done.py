from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notify", "0001_initial")]

    operations = [
        migrations.AddField("notice", "done_at", models.DateTimeField(null=True)),
        migrations.RemoveIndex("notice", "notify_unread"),
        migrations.AddIndex(
            "notice",
            models.Index(fields=["person_id"], condition=models.Q(read_at=None, done_at=None), name="notify_open"),
        ),
    ]
