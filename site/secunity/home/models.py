"""Pages that compose the apps."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from secunity.core.models import BodyPage


class HomePage(BodyPage):
    """The front door: what this place is, what is new, where to go."""

    template = "home/home_page.html"
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("home page")


class ContentPage(BodyPage):
    """A page of words: the origin, the guidelines, privacy and other policies."""

    template = "home/content_page.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.ContentPage"]
    subpage_types: ClassVar[list[str]] = ["home.ContentPage"]

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")
