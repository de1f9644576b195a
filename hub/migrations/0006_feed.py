from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"
BACK = """
    drop function hub_feed(xid8, bigint, text[], integer);
    drop function hub_feed_epoch();
"""


class Migration(migrations.Migration):
    dependencies = [("hub", "0005_sheet_import")]

    operations = [migrations.RunSQL((SQL / "feed.sql").read_text(encoding="utf-8"), BACK)]
