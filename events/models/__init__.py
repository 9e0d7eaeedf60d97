from events.models.meeting_index import MeetingFilter, MeetingIndexPage, UnknownValue
from events.models.meeting_queryset import MeetingQuerySet
from events.models.meetings import MeetingPage
from events.models.room import Room, RoomEvent, SentMessage

__all__ = [
    "MeetingFilter",
    "MeetingIndexPage",
    "MeetingPage",
    "MeetingQuerySet",
    "Room",
    "RoomEvent",
    "SentMessage",
    "UnknownValue",
]
