"""What core changes."""

from secunity.core.actions.access import record_access
from secunity.core.actions.content import touch_content
from secunity.core.actions.mail import MailAttachment, mail_on_commit
from secunity.core.actions.vocabularies import load_vocabularies

__all__ = ["MailAttachment", "load_vocabularies", "mail_on_commit", "record_access", "touch_content"]
