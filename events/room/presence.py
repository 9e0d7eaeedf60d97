"""What is gone in a moment: who is here, who types, how people react. Never logged, sent at most once a second."""

from typing import Any

from events.room.events import Person
from events.room.limits import MOST_NAMED, REACTED_EVENTS, REACTIONS, SAMPLE, TYPING_S

TYPISTS = 5
State = dict[str, Any]


class Presence:
    """What one process knows of a room, and what the others have told it last."""

    def __init__(self) -> None:
        self._tabs: dict[int | None, int] = {}
        self._people: dict[int | None, Person] = {}
        self._typing: dict[int | None, float] = {}
        self._reactions: dict[int, dict[str, set[int | None]]] = {}
        self._changed: set[int] = set()
        self._elsewhere: list[State] = []
        self._told: State = {}
        self._is_stale = False

    def come(self, person: Person) -> None:
        """One more tab of a person is greeted."""
        self._is_stale = True
        self._people[person.id] = person
        self._tabs[person.id] = self._tabs.get(person.id, 0) + 1

    def go(self, person: Person) -> None:
        """A greeted tab is gone."""
        self._is_stale = True
        left = self._tabs.get(person.id, 0) - 1
        if left > 0:
            self._tabs[person.id] = left
            return
        for known in (self._tabs, self._people, self._typing):
            known.pop(person.id, None)

    def type(self, person: Person, is_typing: bool, now: float) -> None:
        """Somebody types, for the next seconds; or has stopped."""
        if is_typing:
            self._typing[person.id] = now + TYPING_S
        else:
            self._typing.pop(person.id, None)

    def react(self, person: Person, target: int, reaction: str) -> None:
        """A reaction to the event `target`; the same again takes it back. Only the newest targets are remembered."""
        if reaction not in REACTIONS:
            return
        people = self._reactions.setdefault(target, {}).setdefault(reaction, set())
        people.symmetric_difference_update({person.id})
        self._changed.add(target)
        while len(self._reactions) > REACTED_EVENTS:
            del self._reactions[min(self._reactions)]

    # --- what is told ---------------------------------------------------------------------------------
    @property
    def count(self) -> int:
        """People here and in the other processes."""
        return len(self._people) + sum(int(other.get("present", 0)) for other in self._elsewhere)

    def summary(self, now: float) -> State:
        """What the other processes are told: numbers, and a few names."""
        return {
            "present": len(self._people),
            "sample": self._here(),
            "typing": self._typists(now),
            "reactions": self._tally(self._reactions),
        }

    def hear(self, others: list[State]) -> None:
        """What the other processes said last."""
        self._is_stale = True
        before = _sum([other.get("reactions", {}) for other in self._elsewhere])
        self._elsewhere = others
        after = _sum([other.get("reactions", {}) for other in others])
        self._changed.update(int(seq) for seq in {*before, *after} if before.get(seq) != after.get(seq))

    def full(self, now: float, slow_ms: int) -> State:
        """Everything, for somebody who has just come."""
        targets = {*self._reactions, *(int(s) for other in self._elsewhere for s in other.get("reactions", {}))}
        return {**self._now(now, slow_ms), "reactions": self._counts(targets)}

    def news(self, now: float, slow_ms: int) -> State:
        """What differs from what was told last; empty: nothing."""
        moves = self._is_stale or self._typing or self._changed or self._told.get("typing")
        if not moves and slow_ms == self._told.get("slow_ms"):
            return {}
        self._is_stale = False
        state = self._now(now, slow_ms)
        fresh = {name: value for name, value in state.items() if self._told.get(name) != value}
        if self._changed:
            fresh["reactions"] = self._counts(self._changed)
        self._told, self._changed = state, set()
        return fresh

    def _now(self, now: float, slow_ms: int) -> State:
        everybody = self._merged("sample", self._here())
        shown = everybody if self.count <= MOST_NAMED else everybody[:SAMPLE]
        typing = self._merged("typing", self._typists(now))[:TYPISTS]
        return {"present": self.count, "sample": shown, "typing": typing, "slow_ms": slow_ms}

    def _here(self) -> list[State]:
        people = sorted(self._people.values(), key=lambda person: person.name)
        return [person.as_dict() for person in (people if len(people) <= MOST_NAMED else people[:SAMPLE])]

    def _typists(self, now: float) -> list[State]:
        self._typing = {pid: until for pid, until in self._typing.items() if until > now}
        return [self._people[pid].as_dict() for pid in list(self._typing)[:TYPISTS] if pid in self._people]

    def _merged(self, name: str, here: list[State]) -> list[State]:
        people = {
            one["id"]: one for part in [here, *(other.get(name, []) for other in self._elsewhere)] for one in part
        }
        return list(people.values())

    @staticmethod
    def _tally(reactions: dict[int, dict[str, set[int | None]]]) -> dict[str, dict[str, int]]:
        return {str(seq): {sign: len(people) for sign, people in signs.items()} for seq, signs in reactions.items()}

    def _counts(self, targets: set[int]) -> dict[str, dict[str, int]]:
        """Sums over all processes; 0 says that a reaction was taken back."""
        total = _sum([self._tally(self._reactions), *(other.get("reactions", {}) for other in self._elsewhere)])
        return {str(seq): total.get(str(seq), {}) for seq in sorted(targets)}


def _sum(parts: list[dict[str, dict[str, int]]]) -> dict[str, dict[str, int]]:
    total: dict[str, dict[str, int]] = {}
    for part in parts:
        for seq, signs in part.items():
            for sign, count in signs.items():
                counted = total.setdefault(seq, {})
                counted[sign] = counted.get(sign, 0) + count
    return total
