"""What every page of the hub shares."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.models import Page

from secunity.core.blocks import ContentBlock


class BasePage(Page):
    """A page with a lead sentence; every page type of the hub derives from it."""

    lead = models.TextField(_("lead"), blank=True, max_length=400)

    content_panels: ClassVar[list[Panel]] = [*Page.content_panels, FieldPanel("lead")]

    class Meta:
        abstract = True


class BodyPage(BasePage):
    """A page with words of its own, free in form: content pages, and what stands on the lists beside their rows."""

    body = StreamField(ContentBlock(), verbose_name=_("body"), blank=True)

    content_panels: ClassVar[list[Panel]] = [*BasePage.content_panels, FieldPanel("body")]

    class Meta:
        abstract = True
