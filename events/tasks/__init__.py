"""What events do by the clock; importing a module registers its jobs."""

from events.tasks.meetings import forget_talk_under_red, refresh_meeting_lists
from events.tasks.reminders import remind_participants

__all__ = ["forget_talk_under_red", "refresh_meeting_lists", "remind_participants"]
