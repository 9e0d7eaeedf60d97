"""The hub with less patience: silent readers are closed after seconds, so that a test can wait for it."""

import events.room.hub as hub

hub.SILENCE_S = 4.0

from secunity.asgi import application  # noqa: E402, F401 - served from here
