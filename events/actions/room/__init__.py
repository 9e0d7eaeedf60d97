"""What is written into rooms: one transaction per batch, numbers taken inside it."""

from events.actions.room.append import append_drafts, append_events, post_message
from events.actions.room.epochs import renew_epoch_if_restored, renew_epochs

__all__ = ["append_drafts", "append_events", "post_message", "renew_epoch_if_restored", "renew_epochs"]
