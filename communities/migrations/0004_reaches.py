from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0003_speaks_for'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='trailevent',
            index=models.Index(condition=models.Q(('action', 'reach')), fields=['unit', 'at'], name='trail_reach_of_unit', opclasses=('varchar_pattern_ops', 'timestamptz_ops')),
        ),
    ]
