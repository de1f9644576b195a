from pathlib import Path

from django.db import migrations, models

import hub.models.columns

SQL = Path(__file__).resolve().parent.parent / "sql"
BACK = """
    alter table hub_change alter column xid set default pg_current_xact_id();
    drop function hub_position();
"""


def stands():
    return hub.models.columns.XidField(
        db_default=models.Func(function="hub_position"), editable=False
    )


class Migration(migrations.Migration):
    dependencies = [("hub", "0013_probes_by_person")]

    operations = [
        migrations.RunSQL((SQL / "position.sql").read_text(encoding="utf-8"), BACK),
        *(
            migrations.AlterField(model_name=name, name="xid", field=stands())
            for name in ("change", "event", "identitylink")
        ),
    ]
