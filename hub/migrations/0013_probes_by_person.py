from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("hub", "0012_fewer_probes")]

    operations = [
        migrations.RemoveIndex(model_name="dissent", name="dissent_open_of_source"),
        migrations.AddIndex(
            model_name="dissent",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["source", "subject_id"],
                name="dissent_open_of_source",
            ),
        ),
        migrations.RemoveIndex(model_name="sourcerecord", name="source_record_of_subject"),
        migrations.AddIndex(
            model_name="sourcerecord",
            index=models.Index(fields=["subject_id"], name="source_record_of_subject"),
        ),
        migrations.RunSQL(
            (SQL / "estimates.sql").read_text(encoding="utf-8"), "drop function hub_count_anew();"
        ),
    ]
