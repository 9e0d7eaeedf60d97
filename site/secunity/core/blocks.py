"""StreamField blocks from which editors build content pages."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

INLINE_FEATURES = ["bold", "link"]


class QuoteBlock(blocks.StructBlock):
    """Words of somebody else, with their source."""

    text = blocks.TextBlock(label=_("quoted words"))
    source = blocks.CharBlock(label=_("source"))

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "core/blocks/quote.html"


class TableBlock(blocks.StructBlock):
    """A small table with a caption and, where needed, a note."""

    caption = blocks.CharBlock(label=_("caption"))
    head = blocks.ListBlock(blocks.CharBlock(), label=_("column headings"))
    rows = blocks.ListBlock(blocks.ListBlock(blocks.CharBlock(required=False)), label=_("rows"))
    note = blocks.TextBlock(label=_("note below the table"), required=False)

    class Meta:
        icon = "table"
        label = _("Table")
        template = "core/blocks/table.html"


class NoticeBlock(blocks.StructBlock):
    """A sentence that must not be missed."""

    kind = blocks.ChoiceBlock(choices=[("info", _("Information")), ("warn", _("Caution"))], default="info")
    title = blocks.CharBlock(label=_("title"))
    text = blocks.TextBlock(label=_("text"))

    class Meta:
        icon = "warning"
        label = _("Notice")
        template = "core/blocks/notice.html"


class FactBlock(blocks.StructBlock):
    """One label and its value."""

    label = blocks.CharBlock(label=_("label"))
    value = blocks.CharBlock(label=_("value"))


class ContentBlock(blocks.StreamBlock):
    """The body of a content page."""

    heading = blocks.CharBlock(label=_("Heading"), icon="title", template="core/blocks/heading.html")
    paragraph = blocks.RichTextBlock(label=_("Paragraph"), features=INLINE_FEATURES)
    list = blocks.ListBlock(blocks.CharBlock(), label=_("List"), icon="list-ul", template="core/blocks/list.html")
    steps = blocks.ListBlock(blocks.CharBlock(), label=_("Steps"), icon="list-ol", template="core/blocks/steps.html")
    quote = QuoteBlock()
    table = TableBlock()
    notice = NoticeBlock()
    facts = blocks.ListBlock(FactBlock(), label=_("Facts"), icon="form", template="core/blocks/facts.html")
