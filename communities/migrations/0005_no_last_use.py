from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0004_reaches'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='consumer',
            name='last_used_on',
        ),
    ]
