import django.utils.timezone
import secunity.core.models.sealed
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='OutgoingMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recipient', secunity.core.models.sealed.SealedTextField(data_class='mail')),
                ('subject', secunity.core.models.sealed.SealedTextField(data_class='mail')),
                ('body', secunity.core.models.sealed.SealedTextField(data_class='mail')),
                ('attachments', secunity.core.models.sealed.SealedJSONField(data_class='mail', default=list)),
                ('kind', models.CharField(blank=True, max_length=40)),
                ('queued_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('send_after', models.DateTimeField(default=django.utils.timezone.now)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['send_after'], name='mail_by_turn')],
            },
        ),
    ]
