"""What happened to knowledge, for apps that listen. Sent inside the transaction that made it happen."""

from django.dispatch import Signal

# case: the Case that was released or withdrawn.
case_changed = Signal()
