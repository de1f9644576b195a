from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"
BACK = """
    drop function hub_named(text[], text[], text, text, text, text, bigint, integer);
"""


class Migration(migrations.Migration):
    dependencies = [("hub", "0003_door")]

    operations = [migrations.RunSQL((SQL / "finding.sql").read_text(encoding="utf-8"), BACK)]
