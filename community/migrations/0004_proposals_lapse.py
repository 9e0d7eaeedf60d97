from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('community', '0003_members_and_places'),
    ]

    operations = [
        migrations.AlterField(
            model_name='roleproposal',
            name='state',
            field=models.CharField(choices=[('open', 'waits for a second person'), ('approved', 'approved'), ('declined', 'declined'), ('withdrawn', 'withdrawn'), ('lapsed', 'lapsed: nobody decided in time')], default='open', max_length=10),
        ),
    ]
