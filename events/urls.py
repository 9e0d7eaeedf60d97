"""Addresses of rooms and of calendars; those of meetings are pages."""

from django.urls import path

from community.views import admits
from events import feeds
from events.views import room

app_name = "events"

urlpatterns = [
    path("events/calendar.ics", admits("everyone", feeds.calendar_feed), name="calendar"),
    path("events/<uuid:key>.ics", admits("everyone", feeds.meeting_feed), name="meeting-calendar"),
    path("rooms/<str:room>/", admits("member", room.room_page), name="room"),
    path("rooms/<str:room>/log", admits("member", room.room_log), name="room-log"),
]
