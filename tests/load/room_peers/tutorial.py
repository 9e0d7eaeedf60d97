"""A chat room as the tutorial of Channels builds it: one group, one message a time, the in-memory layer."""

import itertools
import json
from typing import Any

from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    SECRET_KEY="bench",
    INSTALLED_APPS=["channels"],
    CHANNEL_LAYERS={"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}},
)

import django  # noqa: E402

django.setup()

from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402 - needs the settings
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.urls import path  # noqa: E402

numbers = itertools.count(1)


class ChatConsumer(AsyncWebsocketConsumer):
    """Everybody in one group."""

    async def connect(self) -> None:
        """Join."""
        await self.channel_layer.group_add("room", self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        """Leave."""
        await self.channel_layer.group_discard("room", self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """To the group."""
        said = json.loads(text_data or "{}")
        event = {"type": "chat.message", "seq": next(numbers), "text": said["text"]}
        await self.channel_layer.group_send("room", event)

    async def chat_message(self, event: dict[str, Any]) -> None:
        """To the socket."""
        await self.send(text_data=json.dumps({"seq": event["seq"], "text": event["text"]}, separators=(",", ":")))


application = ProtocolTypeRouter({"websocket": URLRouter([path("chat/", ChatConsumer.as_asgi())])})
