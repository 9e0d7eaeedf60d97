"""Payloads at rest say who it is, not by what name: a name would outlive its account."""

from django.db import migrations

KINDS = ("question.open", "mute", "remove", "remove.lift", "hand.give")


def take_names(apps, schema_editor):
    rows = apps.get_model("events", "RoomEvent").objects.filter(kind__in=KINDS)
    for row in rows.only("payload").iterator():
        who = row.payload.get("person") or row.payload.get("by")
        if row.payload.get("name") and who:
            type(row).objects.filter(pk=row.pk).update(payload={**row.payload, "name": None})


class Migration(migrations.Migration):
    dependencies = [("events", "0010_backchannel")]

    operations = [migrations.RunPython(take_names, migrations.RunPython.noop, elidable=True)]
