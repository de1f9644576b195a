from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("hub", "0016_whole_buildings")]

    operations = [
        migrations.RunSQL((SQL / "feed.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)
    ]
