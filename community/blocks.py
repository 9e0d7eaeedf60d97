"""Blocks of community pages: what a working group works with."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class ResourceLink(blocks.StructBlock):
    """A page of the hub or an address elsewhere; a page of the hub goes first."""

    page = blocks.PageChooserBlock(label=_("page of this site"), required=False)
    url = blocks.CharBlock(
        label=_("address"),
        required=False,
        max_length=300,
        help_text=_("An address elsewhere (https://…) or here (/practices/?theme=…)."),
    )
    label = blocks.CharBlock(label=_("words of the link"), required=False, max_length=80)


class MeasureBlock(blocks.StructBlock):
    """A measure that firms can take, with where to read on."""

    title = blocks.CharBlock(label=_("title"), max_length=120)
    text = blocks.TextBlock(label=_("text"), max_length=600)
    link = ResourceLink(label=_("where to read on"))

    class Meta:
        icon = "tick"
        label = _("Measure")
        template = "community/working_group_blocks/measure.html"


class ProfileBlock(blocks.StructBlock):
    """人材像: whom the industry needs."""

    title = blocks.CharBlock(label=_("name of the role"), max_length=120)
    text = blocks.TextBlock(label=_("what this person does"), max_length=600)
    tasks = blocks.ListBlock(blocks.CharBlock(max_length=160), label=_("tasks"))
    skills = blocks.ListBlock(blocks.CharBlock(max_length=160), label=_("what they know and can do"))
    level = blocks.CharBlock(label=_("from which experience"), required=False, max_length=120)
    link = ResourceLink(label=_("where to read on"))

    class Meta:
        icon = "user"
        label = _("Profile of a person")
        template = "community/working_group_blocks/profile.html"


class CurriculumBlock(blocks.StructBlock):
    """カリキュラム: how people learn it."""

    title = blocks.CharBlock(label=_("name of the course"), max_length=120)
    provider = blocks.CharBlock(label=_("who teaches it"), max_length=120)
    audience = blocks.CharBlock(label=_("for whom"), max_length=160)
    hours = blocks.CharBlock(label=_("how long"), required=False, max_length=80)
    units = blocks.ListBlock(blocks.CharBlock(max_length=160), label=_("units, in order"))
    link = ResourceLink(label=_("where to read on"))

    class Meta:
        icon = "list-ol"
        label = _("Curriculum")
        template = "community/working_group_blocks/curriculum.html"


class CooperationBlock(blocks.StructBlock):
    """連携プラクティス: a 高専 or university and others doing something together."""

    title = blocks.CharBlock(label=_("title"), max_length=120)
    school = blocks.CharBlock(label=_("college of technology or university"), max_length=160)
    partners = blocks.CharBlock(label=_("who works with it"), max_length=200)
    text = blocks.TextBlock(label=_("what they do together"), max_length=800)
    lesson = blocks.TextBlock(label=_("what others can take over"), required=False, max_length=600)
    link = ResourceLink(label=_("where to read on"))

    class Meta:
        icon = "group"
        label = _("Practice of cooperation")
        template = "community/working_group_blocks/cooperation.html"


class ResourceListBlock(blocks.StreamBlock):
    """What a working group is about, in the order in which its page shows it."""

    heading = blocks.CharBlock(
        label=_("Heading"), icon="title", max_length=80, template="community/working_group_blocks/heading.html"
    )
    measure = MeasureBlock()
    profile = ProfileBlock()
    curriculum = CurriculumBlock()
    cooperation = CooperationBlock()
