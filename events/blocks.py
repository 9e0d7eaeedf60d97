"""Blocks of meeting pages."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class AgendaBlock(blocks.StreamBlock):
    """What a meeting will talk about, in order."""

    item = blocks.CharBlock(label=_("Agenda item"), icon="list-ol", max_length=200)


class RecordBlock(blocks.StreamBlock):
    """What a meeting decided, one decision a block, without saying who spoke."""

    decision = blocks.TextBlock(label=_("Decision"), icon="tick", max_length=600)
