"""Polls of a room as its people and its moderators read them."""

from typing import Any

from events.models import BallotReceipt, Poll, Room


def voted_polls(room: Room, person_id: int | None) -> list[int]:
    """The polls in which that person has voted."""
    receipts = BallotReceipt.objects.filter(poll__room=room, person=person_id or 0)
    return sorted(receipts.values_list("poll__number", flat=True))


def draft_polls(room: Room) -> list[dict[str, Any]]:
    """What is drawn up and not open yet; for moderators."""
    return [poll.words for poll in Poll.objects.filter(room=room, state=Poll.State.DRAFT)]
