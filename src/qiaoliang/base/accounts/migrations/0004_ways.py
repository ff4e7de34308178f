from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_removals")]

    operations = [
        migrations.AddField(
            model_name="session",
            name="way",
            field=models.CharField(blank=True, default="", max_length=40),
            preserve_default=False,
        ),
    ]
