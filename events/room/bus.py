"""Hints between writers and hubs: only `{room, head}`, never a payload. Hints may be lost, repeated, reordered."""

from collections.abc import Callable
from typing import Any, Protocol

Listener = Callable[[int, int], None]
PersonListener = Callable[[int], None]


class Carrier(Protocol):
    """Brings hints to the other processes, as well as it can: it never blocks and never raises."""

    def send(self, name: str, *numbers: int) -> None:
        """Tell the others. From any thread."""

    def start(self, deliver: Callable[[str, list[int]], None]) -> None:
        """Call `deliver(name, numbers)` for what comes in, on a thread of its own."""

    def exchange(self, room_id: int, mine: dict[str, Any]) -> list[dict[str, Any]]:
        """Say what this process knows of who is present, and hear what the others said last. May block shortly."""


class ProcessBus:
    """A function call to everybody in this process; where there is a carrier, a message to the others too.

    What is lost, the poll of the heads finds a second later.
    """

    def __init__(self) -> None:
        self._listeners: tuple[Listener, ...] = ()
        self._person_listeners: tuple[PersonListener, ...] = ()
        self._is_started = False
        self.carrier: Carrier | None = None

    def hint(self, room_id: int, head: int) -> None:
        """The log of the room reaches `head`. From any thread, after the commit."""
        self._deliver("head", [room_id, head])
        if self.carrier is not None:
            self.carrier.send("head", room_id, head)

    def recheck(self, person_id: int) -> None:
        """The rights or a session of this person have changed: look at their sockets. After the commit."""
        self._deliver("person", [person_id])
        if self.carrier is not None:
            self.carrier.send("person", person_id)

    def listen(self, listener: Listener, person_listener: PersonListener | None = None) -> None:
        """Call `listener(room_id, head)` for each hint, on the thread that gave it."""
        self._listeners = (*self._listeners, listener)
        if person_listener is not None:
            self._person_listeners = (*self._person_listeners, person_listener)
        if self.carrier is not None and not self._is_started:
            self._is_started = True
            self.carrier.start(self._deliver)

    def ignore(self, listener: Listener, person_listener: PersonListener | None = None) -> None:
        """Stop calling them."""
        # Two names of one bound method are equal, not identical.
        self._listeners = tuple(one for one in self._listeners if one != listener)
        self._person_listeners = tuple(one for one in self._person_listeners if one != person_listener)

    def _deliver(self, name: str, numbers: list[int]) -> None:
        match name, numbers:
            case "head", [room_id, head]:
                for listener in self._listeners:
                    listener(room_id, head)
            case "person", [person_id]:
                for person_listener in self._person_listeners:
                    person_listener(person_id)


process_bus = ProcessBus()
