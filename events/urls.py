"""Addresses of rooms and of calendars; those of meetings are pages."""

from django.urls import path

from community.views import admits
from events import feeds
from events.views import (
    appeals,
    backchannel,
    meeting_desk,
    minutes,
    moderated,
    my_minutes,
    registrations,
    room,
    room_export,
    room_log,
    room_reading,
    room_state,
    video,
)

app_name = "events"

FORM = ("GET", "POST")

urlpatterns = [
    path("events/calendar.ics", admits("everyone", feeds.calendar_feed), name="calendar"),
    path("events/<uuid:key>.ics", admits("everyone", feeds.meeting_feed), name="meeting-calendar"),
    path("events/calendar/<str:token>.ics", admits("link", feeds.personal_feed), name="personal-calendar"),
    path("events/mine/", admits("member", registrations.own, methods=FORM), name="own-meetings"),
    path(
        "events/<uuid:key>/register/", admits("member", registrations.registration, methods=FORM), name="registration"
    ),
    path("events/<uuid:key>/call/", admits("member", video.open_call), name="call"),
    path("events/<uuid:key>/desk/", admits("member", meeting_desk.desk, methods=FORM), name="desk"),
    path(
        "events/<uuid:key>/desk/registrations/<int:pk>/",
        admits("member", meeting_desk.answer, methods=("POST",)),
        name="registration-answer",
    ),
    path(
        "events/<uuid:key>/desk/papers/<int:pk>/delete/",
        admits("member", meeting_desk.paper_deleted, methods=("POST",)),
        name="paper-delete",
    ),
    path("rooms/<str:room>/", admits("member", room.room_page), name="room"),
    path("rooms/<str:room>/log", admits("member", room_log.room_log), name="room-log"),
    path("rooms/<str:room>/state", admits("member", room_state.room_state), name="room-state"),
    path("rooms/<str:room>/questions", admits("member", room_state.room_questions), name="room-questions"),
    path("rooms/<str:room>/polls", admits("member", room_state.room_polls), name="room-polls"),
    path("rooms/<str:room>/moderated", admits("member", moderated.moderated_list), name="room-moderated"),
    path(
        "rooms/<str:room>/moderated/<int:seq>/appeal",
        admits("member", moderated.moderated_appeal, methods=("POST",)),
        name="room-appeal",
    ),
    path("rooms/<str:room>/backchannel", admits("member", backchannel.room_backchannel), name="room-backchannel"),
    path("members/appeals/", admits("member", appeals.appeal_list), name="appeals"),
    path(
        "members/appeals/<int:pk>/",
        admits("member", appeals.appeal_answer, methods=("POST",)),
        name="appeal-answer",
    ),
    path("rooms/<str:room>/export", admits("member", room_export.room_export), name="room-export"),
    path("rooms/<str:room>/read", admits("member", room_reading.room_read, methods=("POST",)), name="room-read"),
    path("members/minutes/", admits("member", my_minutes.my_minutes, methods=("GET", "POST")), name="my-minutes"),
    path("members/minutes/<uuid:key>/", admits("member", minutes.minutes_page), name="minutes"),
    path(
        "members/minutes/<uuid:key>/line",
        admits("member", minutes.minutes_line, methods=("POST",)),
        name="minutes-line",
    ),
    path(
        "members/minutes/<uuid:key>/step",
        admits("member", minutes.minutes_step, methods=("POST",)),
        name="minutes-step",
    ),
    path("events/minutes/<slug:slug>/", admits("everyone", minutes.published_minutes), name="published-minutes"),
]
