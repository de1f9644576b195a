from pathlib import Path

from django.db import migrations

from communities.row_policy import row_policy

SQL = Path(__file__).resolve().parent.parent / "sql"


def script(name: str) -> migrations.RunSQL:
    return migrations.RunSQL((SQL / name).read_text(encoding="utf-8"), migrations.RunSQL.noop)


class Migration(migrations.Migration):
    dependencies = [("hub", "0002_derived"), ("communities", "0002_rules")]

    operations = [
        script("change.sql"),
        script("memberships.sql"),
        *row_policy("hub_resident", "scope"),
        *row_policy("hub_household", "scope"),
        *row_policy("hub_dwelling", "scope"),
        script("row_rules.sql"),
    ]
