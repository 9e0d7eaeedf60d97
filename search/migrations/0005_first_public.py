import datetime as dt

from django.db import migrations, models

# Before anything was public here: what was held against the stored searches before is no news any more.
LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def date_what_was_matched(apps, schema_editor):
    """What has been matched was public, but for the meetings that only some may see."""
    jobs = apps.get_model('search', 'IndexJob').objects.filter(matched_version__gt=0)
    meetings = apps.get_model('events', 'MeetingPage').objects.filter(is_public=False)
    hidden = [str(key) for key in meetings.values_list('translation_key', flat=True)]
    for start in range(0, len(hidden), 500):
        jobs.filter(kind='meeting', object_key__in=hidden[start:start + 500]).update(was_hidden=True)
    jobs.filter(was_hidden=False).update(first_public_at=LONG_AGO)


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0007_index_of_sealed_words'),
        ('search', '0004_saved_searches'),
    ]

    operations = [
        migrations.AddField(
            model_name='indexjob',
            name='first_public_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='indexjob',
            name='was_hidden',
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(date_what_was_matched, migrations.RunPython.noop),
    ]
