from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("hub", "0018_room_on_the_page")]

    operations = [
        migrations.RunSQL((SQL / "feed.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)
    ]
