from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"
BACK = "drop function hub_homes(text[], text[], text, integer);"


class Migration(migrations.Migration):
    dependencies = [("hub", "0015_register_number")]

    operations = [
        migrations.RunSQL((SQL / "finding_homes.sql").read_text(encoding="utf-8"), BACK)
    ]
