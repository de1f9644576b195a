from django.db import migrations

from communities.row_policy import statement


class Migration(migrations.Migration):
    dependencies = [("communities", "0003_speaks_for"), ("sessions", "0001_initial")]

    operations = [
        migrations.RunSQL(statement("reader.sql"), migrations.RunSQL.noop),
    ]
