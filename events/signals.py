"""What events tell about."""

from django.dispatch import Signal

# Sent with `minutes` and `meeting_key` (UUID) when the minutes of a meeting are published for the first time.
minutes_published = Signal()
# Sent with `minutes` in every transaction that changes what readers get of them: published, taken back, a name gone.
minutes_changed = Signal()
