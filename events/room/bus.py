"""Hints between writers and hubs: only `{room, head}`, never a payload. Hints may be lost, repeated, reordered."""

from collections.abc import Callable
from typing import Protocol

Listener = Callable[[int, int], None]


class Bus(Protocol):
    """Carries hints; what is lost, the poll of the heads finds a second later."""

    def hint(self, room_id: int, head: int) -> None:
        """The log of the room reaches `head`. From any thread, after the commit."""

    def listen(self, listener: Listener) -> None:
        """Call `listener(room_id, head)` for each hint, on the thread that gave it."""

    def ignore(self, listener: Listener) -> None:
        """Stop calling it."""


class InProcessBus:
    """A function call: for one process, where every writer shares memory with every hub."""

    def __init__(self) -> None:
        self._listeners: tuple[Listener, ...] = ()

    def hint(self, room_id: int, head: int) -> None:
        """Tell all listeners."""
        for listener in self._listeners:
            listener(room_id, head)

    def listen(self, listener: Listener) -> None:
        """Add a listener."""
        self._listeners = (*self._listeners, listener)

    def ignore(self, listener: Listener) -> None:
        """Remove a listener."""
        self._listeners = tuple(one for one in self._listeners if one is not listener)


process_bus: Bus = InProcessBus()
