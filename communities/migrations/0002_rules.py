from django.db import migrations

from communities.row_policy import statement


class Migration(migrations.Migration):
    dependencies = [("communities", "0001_initial")]

    operations = [
        migrations.RunSQL(statement("scope.sql"), statement("scope_back.sql")),
        migrations.RunSQL(statement("trail.sql"), statement("trail_back.sql")),
        migrations.RunSQL(statement("grants.sql"), migrations.RunSQL.noop),
    ]
