"""The list pages of cases and practices: title and lead for search.views, which answers their addresses."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from secunity.core.models import BodyPage


class CaseIndexPage(BodyPage):
    """The list of cases; every case is a page below it."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["practices.CasePage"]
    max_count_per_parent = 1
    preview_modes: ClassVar[list[tuple[str, str]]] = []

    class Meta:
        verbose_name = _("list of cases")


class PracticeIndexPage(BodyPage):
    """The list of practices; the practices themselves stand below their regions."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1
    preview_modes: ClassVar[list[tuple[str, str]]] = []

    class Meta:
        verbose_name = _("list of practices")
