"""Blocks of community pages."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class ProblemListBlock(blocks.StreamBlock):
    """Problems a community has not solved, each of which others can answer with a practice."""

    problem = blocks.TextBlock(
        label=_("Problem"),
        max_length=400,
        help_text=_("One problem in one or two sentences: what is difficult, and what help you look for."),
    )
