from pathlib import Path

from django.db import migrations

FOLDER = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [
        migrations.RunSQL(
            (FOLDER / "rules.sql").read_text(), (FOLDER / "rules_back.sql").read_text()
        )
    ]
