"""When committed events leave: as soon as they may, and not one by one when the next ones are on their way."""

from tests.factories.room import Room, Socket, event

A_WRITE_TAKES_S = 0.002


class Busy(Room):
    """A room whose writes take time, and whose committer may have more on its way."""

    def __init__(self, readers: int) -> None:
        super().__init__()
        self.wires: list[bytes] = []
        self.is_more_coming = False
        self.hub._is_more_coming = lambda: self.is_more_coming
        self.sockets = [self._reader(person) for person in range(readers)]
        self.hub.publish([event(1)])
        self.shown()

    def _reader(self, person: int) -> Socket:
        socket = self.socket(person + 1)
        socket.hello()
        socket.connection.push = self._write
        return socket

    def _write(self, wire: bytes) -> bool:
        self.clock.now += A_WRITE_TAKES_S
        self.wires.append(wire)
        return True

    def shown(self) -> int:
        """Frames that were written since the last look."""
        wires, self.wires = self.wires, []
        return len(wires)


def test_next_flush_waits_half_as_long_again_as_the_last_one_took():
    room = Busy(readers=3)
    room.hub.publish([event(2)])
    room.clock.advance(0.0029)
    assert room.shown() == 0
    room.clock.advance(0.0002)
    assert room.shown() == 3


def test_quick_flush_is_not_followed_at_once():
    room = Busy(readers=1)
    room.hub.publish([event(2)])
    room.clock.advance(0.0029)
    assert room.shown() == 0
    room.clock.advance(0.0002)
    assert room.shown() == 1


def test_slow_flush_holds_up_the_next_one_no_longer_than_ten_milliseconds():
    room = Busy(readers=20)
    room.hub.publish([event(2)])
    assert room.shown() == 20


def test_what_the_next_commit_brings_leaves_in_the_same_frame():
    room = Busy(readers=3)
    room.clock.advance(1)
    room.is_more_coming = True
    room.hub.publish([event(2)])
    assert room.shown() == 0
    room.is_more_coming = False
    room.hub.publish([event(3)])
    assert room.shown() == 3
    assert [socket.connection.cursor for socket in room.sockets] == [3, 3, 3]
    room.clock.advance(1)
    assert room.shown() == 0


def test_a_commit_that_takes_long_is_not_waited_for():
    room = Busy(readers=3)
    room.clock.advance(1)
    room.is_more_coming = True
    room.hub.publish([event(2)])
    room.clock.advance(0.0059)
    assert room.shown() == 0
    room.clock.advance(0.0002)
    assert room.shown() == 3
