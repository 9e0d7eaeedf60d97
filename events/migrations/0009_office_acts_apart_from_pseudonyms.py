"""What was done in an office under the Chatham House rule no longer carries the cid of the pseudonym that sent it."""

import uuid

from django.db import migrations


def part(apps, schema_editor):
    RoomEvent, OfficeAct = apps.get_model("events", "RoomEvent"), apps.get_model("events", "OfficeAct")
    sent = apps.get_model("events", "SentMessage").objects.filter(pseudonym__isnull=False)
    for row in sent.select_related("pseudonym").iterator():
        acts = RoomEvent.objects.filter(room_id=row.room_id, seq=row.seq, cid=row.cid)
        for act in acts.filter(actor=None, pseudonym=None):
            OfficeAct.objects.create(room_id=row.room_id, seq=act.seq, doer=row.pseudonym.person)
            RoomEvent.objects.filter(pk=act.pk).update(cid=str(uuid.uuid4()))
            type(row).objects.filter(pk=row.pk).update(seq=row.seq - 1)


class Migration(migrations.Migration):
    dependencies = [("events", "0008_moderation")]

    operations = [migrations.RunPython(part, migrations.RunPython.noop, elidable=True)]
