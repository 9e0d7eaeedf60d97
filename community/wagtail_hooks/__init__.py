"""What the Wagtail admin knows about people and regions."""

from community.wagtail_hooks import log_actions, pages, people

__all__ = ["log_actions", "pages", "people"]
