from pathlib import Path

from django.db import migrations

RULES = Path(__file__).resolve().parent.parent / "sql" / "derived.sql"


class Migration(migrations.Migration):
    dependencies = [("hub", "0001_initial")]

    operations = [migrations.RunSQL(RULES.read_text(encoding="utf-8"), migrations.RunSQL.noop)]
