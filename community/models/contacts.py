"""How members can be reached (class P2): apart from the directory, and sealed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from community.models.people import Organisation
from secunity.core.models import SealedTextField


class Contact(models.Model):
    """Where an organisation or a person can be reached; of exactly one of the two."""

    organisation = models.OneToOneField(Organisation, null=True, on_delete=models.CASCADE, related_name="contact")
    user = models.OneToOneField(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="contact")
    name = SealedTextField(data_class="P2", blank=True)
    email = SealedTextField(data_class="P2", blank=True)
    phone = SealedTextField(data_class="P2", blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="contact_of_one",
                condition=Q(organisation__isnull=True, user__isnull=False)
                | Q(organisation__isnull=False, user__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written in it."""
        return not (self.name or self.email or self.phone)
