from django.db import migrations


class Migration(migrations.Migration):
    """The date that is owed has two indexes of its own; no question asks for the bare date any more."""

    dependencies = [("cases", "0015_state_due")]

    operations = [migrations.RemoveIndex("case", "case_due")]
