"""The members' directory (class P1): what each one lets the others see."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.models.people import Organisation
from community.models.vocabularies import IndustryDivision, Prefecture


class Circle(models.TextChoices):
    """For whom one field of an entry is."""

    NOBODY = "nobody", _("nobody")
    REGION = "region", _("members of my region")
    MEMBERS = "members", _("all members")


class DirectoryEntry(models.Model):
    """What an organisation or an individual member shows in the directory; of exactly one of the two.

    Facts of an organisation stand with it; those of a person stand here.
    """

    organisation = models.OneToOneField(Organisation, null=True, on_delete=models.CASCADE, related_name="entry")
    user = models.OneToOneField(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="entry")
    membership_class = models.CharField(
        max_length=12, choices=Organisation.MembershipClass, default=Organisation.MembershipClass.INDIVIDUAL
    )
    prefecture = models.ForeignKey(Prefecture, null=True, blank=True, on_delete=models.PROTECT)
    industry = models.ForeignKey(IndustryDivision, null=True, blank=True, on_delete=models.PROTECT)
    introduction = models.TextField(_("introduction"), max_length=400, blank=True)
    can_lecture = models.BooleanField(_("can give a talk"), default=False)
    can_visit = models.BooleanField(_("can come and help"), default=False)
    can_lend_room = models.BooleanField(_("can lend a room"), default=False)

    is_listed = models.BooleanField(_("stand in the directory"), default=False)
    place_for = models.CharField(_("where we are"), max_length=8, choices=Circle, default=Circle.MEMBERS)
    industry_for = models.CharField(_("our industry"), max_length=8, choices=Circle, default=Circle.MEMBERS)
    size_for = models.CharField(_("our size"), max_length=8, choices=Circle, default=Circle.NOBODY)
    offers_for = models.CharField(_("what we offer"), max_length=8, choices=Circle, default=Circle.MEMBERS)
    people_for = models.CharField(_("who is responsible"), max_length=8, choices=Circle, default=Circle.NOBODY)
    contact_for = models.CharField(_("how to reach us"), max_length=8, choices=Circle, default=Circle.NOBODY)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="entry_of_one",
                condition=Q(organisation__isnull=True, user__isnull=False)
                | Q(organisation__isnull=False, user__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The member's name."""
        return str(self.organisation or self.user)
