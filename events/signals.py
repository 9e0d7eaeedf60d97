"""What events tell about."""

from django.dispatch import Signal

# Sent with `meeting_key` (UUID) when the minutes of a meeting are published for the first time.
minutes_published = Signal()
