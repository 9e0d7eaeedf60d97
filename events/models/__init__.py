from events.models.attendance import Attendance
from events.models.calendar_keys import CalendarKey
from events.models.meeting_desks import MeetingDesk
from events.models.meeting_index import MeetingFilter, MeetingIndexPage, UnknownValue
from events.models.meeting_queryset import MeetingQuerySet
from events.models.meetings import MeetingPage, RegistrationMode
from events.models.minutes import Minutes, MinutesLine, MinutesRevision, SpeakerConsent
from events.models.moderation import Appeal, OfficeAct
from events.models.paces import Pace
from events.models.polls import BallotCount, BallotReceipt, Poll
from events.models.pseudonyms import Pseudonym
from events.models.questions import Question, QuestionVote
from events.models.read_positions import ReadPosition
from events.models.registrations import MeetingMail, Registration
from events.models.room import Room, RoomEvent, SentMessage
from events.models.series import MeetingSeries

__all__ = [
    "Appeal",
    "Attendance",
    "BallotCount",
    "BallotReceipt",
    "CalendarKey",
    "MeetingDesk",
    "MeetingFilter",
    "MeetingIndexPage",
    "MeetingMail",
    "MeetingPage",
    "MeetingQuerySet",
    "MeetingSeries",
    "Minutes",
    "MinutesLine",
    "MinutesRevision",
    "OfficeAct",
    "Pace",
    "Poll",
    "Pseudonym",
    "Question",
    "QuestionVote",
    "ReadPosition",
    "Registration",
    "RegistrationMode",
    "Room",
    "RoomEvent",
    "SentMessage",
    "SpeakerConsent",
    "UnknownValue",
]
