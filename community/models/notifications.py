"""How somebody wants to be told by mail."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MailChoice(models.Model):
    """A person's choices; who has made none gets mails at once, in Japanese, and the digest on Mondays."""

    class Digest(models.TextChoices):
        DAILY = "daily", _("every morning on which something waits")
        WEEKLY = "weekly", _("on Monday mornings on which something waits")
        NEVER = "never", _("no digest")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_choice")
    digest = models.CharField(_("digest of my desk"), max_length=8, choices=Digest, default=Digest.WEEKLY)
    is_told_at_once = models.BooleanField(
        _("tell me at once when something new waits for me"),
        default=True,
        help_text=_(
            "Without it you find new things on your desk and in the digest. "
            "What protects your account always comes at once."
        ),
    )
    language = models.CharField(_("language of my mails"), max_length=5, choices=settings.LANGUAGES, default="ja")
    digest_sent_on = models.DateField(null=True, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.digest}"
