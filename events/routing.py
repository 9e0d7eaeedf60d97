"""Addresses of the sockets."""

from typing import Any, cast

from channels.routing import URLRouter
from django.urls import path, re_path

from community.views import declares
from events.consumers import RoomConsumer, refuse

websocket_application = URLRouter(
    [
        path("ws/rooms/<str:room>/", declares("member")(RoomConsumer).as_asgi()),
        re_path(r"", cast(Any, declares("everyone")(refuse))),
    ]
)
