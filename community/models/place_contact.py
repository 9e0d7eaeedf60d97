"""How a region or community can be met."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

# Whoever writes an address here gives it to every collector of addresses: the form passes mails on instead.
NO_MAIL_ADDRESS = RegexValidator(
    r"[^\s@＠]+[@＠][^\s@＠]+\.",
    _("Please leave out mail addresses: readers reach the organisers by the contact form, which hides them."),
    inverse_match=True,
)


class WithContact(models.Model):
    """How the organisers of a place can be met, without an address."""

    contact = models.TextField(
        _("contact"),
        blank=True,
        max_length=600,
        validators=[NO_MAIL_ADDRESS],
        help_text=_(
            "When you answer, and where you can be met. Mails reach you by the contact form, which hides addresses."
        ),
    )

    class Meta:
        abstract = True
