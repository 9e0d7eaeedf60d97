"""Addresses of rooms and of calendars; those of meetings are pages."""

from django.urls import path

from events import feeds
from events.views import room

app_name = "events"

urlpatterns = [
    path("events/calendar.ics", feeds.calendar_feed, name="calendar"),
    path("events/<uuid:key>.ics", feeds.meeting_feed, name="meeting-calendar"),
    path("rooms/<str:room>/", room.room_page, name="room"),
    path("rooms/<str:room>/log", room.room_log, name="room-log"),
]
