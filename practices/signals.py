"""What happened to knowledge, for apps that listen. Sent inside the transaction that made it happen."""

from django.dispatch import Signal

# case: the Case that was released or withdrawn.
case_changed = Signal()

# report: the IncidentReport whose own people took it back; whatever was made from it stops.
report_withdrawn = Signal()

# case: a Case that is public. Receivers return what the public gets of it and of nothing else, as text by name: its row
# in the feed, the API, an export, the sitemap. It is looked through after a release, and is empty after a withdrawal.
public_surfaces = Signal()
