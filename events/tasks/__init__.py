"""What events do by the clock; importing a module registers its jobs."""

from events.tasks.forgetting import forget_attendances, forget_registrations
from events.tasks.meetings import forget_talk_under_red, refresh_meeting_lists
from events.tasks.minutes import forget_minutes_under_red, remind_of_actions
from events.tasks.reminders import remind_participants

__all__ = [
    "forget_attendances",
    "forget_minutes_under_red",
    "forget_registrations",
    "forget_talk_under_red",
    "refresh_meeting_lists",
    "remind_of_actions",
    "remind_participants",
]
