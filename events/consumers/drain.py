"""Before a server stops, its rooms say goodbye. Without ASGI's lifespan the signal itself is the only notice."""

import asyncio
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any


class BeforeTheEnd:
    """Runs `farewell` on the event loop when SIGTERM comes, before the server's own handler lets go of its sockets."""

    def __init__(self, loop: asyncio.AbstractEventLoop, farewell: Callable[[], None]) -> None:
        self._loop, self._farewell = loop, farewell
        self._before: Any = None
        # Elsewhere Python allows no handlers; then the server's cancellation is the notice.
        if threading.current_thread() is threading.main_thread():
            self._before = signal.getsignal(signal.SIGTERM)
            signal.signal(signal.SIGTERM, self._told)

    def _told(self, number: int, frame: FrameType | None) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._farewell)
        if callable(self._before):
            self._before(number, frame)
        elif self._before == signal.SIG_DFL:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)

    def forget(self) -> None:
        """Give the signal back."""
        if signal.getsignal(signal.SIGTERM) == self._told:
            signal.signal(signal.SIGTERM, self._before)
