"""What the community announces to the apps above it."""

from django.dispatch import Signal

# A problem was put on the list or changed; sent inside the transaction, with `problem`.
problem_changed = Signal()
