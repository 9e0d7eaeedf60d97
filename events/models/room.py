"""The live room of a meeting and its log."""

import json
import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import WorkingGroup
from events.room.events import EDIT, Event, Person, to_json
from events.room.kinds import TEXTS
from events.room.limits import LIFTED, NORMAL
from events.room.limits import Limits as RoomLimits
from secunity.core.models import SealedTextField, TlpLabel
from secunity.core.models.language import current_language

# Without the letters and digits that are mistaken for each other when an address is read aloud.
SLUG_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
SLUG_LENGTH = 12
# What of a payload is somebody's words.
WORDS = ("body", "html", "options", "scale")


def new_slug() -> str:
    """A room's address: random, so that knowing one tells nothing about another."""
    return "".join(secrets.choice(SLUG_ALPHABET) for _ in range(SLUG_LENGTH))


def new_epoch() -> str:
    """A name for one unbroken life of a room's log."""
    return secrets.token_hex(8)


class Room(models.Model):
    """Where a meeting talks. `head` is the seq of the newest event of the log; its row lock orders the log."""

    class Limits(models.TextChoices):
        NORMAL = "normal", _("Normal")
        LIFTED = "lifted", _("Lifted for measurements")

    slug = models.CharField(max_length=SLUG_LENGTH, unique=True, default=new_slug, editable=False)
    meeting_key = models.UUIDField(unique=True)
    title_ja = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    working_group = models.ForeignKey(WorkingGroup, null=True, blank=True, on_delete=models.PROTECT)
    is_open_to_members = models.BooleanField(default=False)
    tlp = models.ForeignKey(TlpLabel, default="AMBER", on_delete=models.PROTECT)
    # Set with the meeting, and only before anything was said.
    is_chatham_house = models.BooleanField(default=False)
    # The room whose moderators talk here; nobody else enters.
    backchannel_of = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="backchannel", editable=False
    )
    limits = models.CharField(max_length=8, choices=Limits, default=Limits.NORMAL)
    epoch = models.CharField(max_length=16, default=new_epoch, editable=False)
    head = models.BigIntegerField(default=0, editable=False)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    # What moderators have set; the log tells the same.
    pause_s = models.PositiveSmallIntegerField(default=0, editable=False)
    is_locked = models.BooleanField(default=False, editable=False)
    is_premoderated = models.BooleanField(default=False, editable=False)
    has_anonymous_questions = models.BooleanField(default=False, editable=False)
    # Who may not write, by id in the room: until when; and who may not come back: a key of theirs.
    muted = models.JSONField(default=dict, editable=False)
    removed = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The meeting's title in the active language, in Japanese where it has no other."""
        title = (self.title_en if current_language() == "en" else "") or self.title_ja
        return title if self.backchannel_of_id is None else _("%(title)s (moderators)") % {"title": title}

    @property
    def is_open(self) -> bool:
        """Whether one may write now; who may enter reads before and after as well."""
        now = timezone.now()
        return (self.opens_at is None or self.opens_at <= now) and (self.closes_at is None or now < self.closes_at)

    @property
    def is_over(self) -> bool:
        """Whether the room has closed."""
        return self.closes_at is not None and self.closes_at <= timezone.now()

    def forget_talk(self) -> None:
        """Delete everything that was said, for good, also among the moderators; whoever still has the room open
        begins anew."""
        with transaction.atomic():
            for beside in Room.objects.filter(backchannel_of=self):
                beside.forget_talk()
            Room.objects.filter(pk=self.pk).update(head=0, epoch=new_epoch(), **_UNMODERATED)
            RoomEvent.objects.filter(room=self).delete()
            SentMessage.objects.filter(room=self).delete()
            for kept in ("questions", "polls", "appeals", "office_acts", "pseudonyms", "read_positions", "paces"):
                getattr(self, kept).all().delete()

    def forget_red_lines(self) -> int:
        """Empty the lines that were said under RED in a talk that is kept; returns how many rows had words."""
        with transaction.atomic():
            # What is sealed was said under RED.
            sealed = RoomEvent.objects.filter(room=self, words__isnull=False)
            self.appeals.filter(seq__in=list(sealed.values_list("seq", flat=True))).delete()
            said = sealed.filter(kind__in={*TEXTS, EDIT}).update(payload={}, words=None)
            # Of a change of label only the reason goes.
            count = said + sealed.update(words=None)
            if count:
                Room.objects.filter(pk=self.pk).update(epoch=new_epoch())
        return count

    @property
    def caps(self) -> RoomLimits:
        """The caps that hold in this room."""
        return LIFTED if self.limits == self.Limits.LIFTED else NORMAL


class RoomEvent(models.Model):
    """One line of a room's log. A redaction empties the payload of what it redacts."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="events")
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=24)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # In the actor's place under the Chatham House rule. Without an index: each message would pay for it.
    pseudonym = models.ForeignKey(
        "events.Pseudonym", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    payload = models.JSONField(default=dict)
    # What was said under TLP:RED: body and html as JSON, instead of in the payload.
    words = SealedTextField(data_class="room", null=True)
    target = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    cid = models.CharField(max_length=36)

    class Meta:
        ordering = ["room", "seq"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["room", "seq"], name="room_event_seq_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["room", "target"], name="room_event_target", condition=Q(target__isnull=False)),
            models.Index(fields=["room"], name="room_event_sealed", condition=Q(words__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.room_id}/{self.seq} {self.kind}"

    def as_event(self) -> Event:
        """The same line for the wire; needs `actor` and `pseudonym` to be selected with it."""
        payload = self.content if self.target is None else {**self.content, "target": self.target}
        if self.pseudonym is not None:
            person = Person(self.pseudonym.wire_id, self.pseudonym.name)
        else:
            person = Person(self.actor_id, self.actor.get_full_name() if self.actor else "")
        return Event(self.seq, self.kind, person, payload, iso(self.at), self.cid)

    @property
    def content(self) -> dict[str, Any]:
        """The payload as it reads, with the words that are sealed at rest."""
        return {**json.loads(self.words), **self.payload} if self.words else self.payload

    @property
    def has_body(self) -> bool:
        """Whether it is a text that nobody has taken back."""
        return "body" in self.payload or bool(self.words)

    @property
    def author_id(self) -> int | None:
        """The id on the wire of who said it: of a user, or a pseudonym's."""
        return wire_id(self.actor_id, self.pseudonym_id)


class SentMessage(models.Model):
    """What a person has sent already: a second sending of the same cid finds its seq here."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    pseudonym = models.ForeignKey(
        "events.Pseudonym", null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    cid = models.CharField(max_length=36)
    seq = models.BigIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["room", "actor", "cid"], name="room_cid_once"),
            models.UniqueConstraint(
                fields=["room", "pseudonym", "cid"],
                name="room_pseudonym_cid_once",
                condition=Q(pseudonym__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room_id} {self.cid}"

    @property
    def author_id(self) -> int | None:
        """The id on the wire of who sent it."""
        return wire_id(self.actor_id, self.pseudonym_id)


# A log that begins anew begins with nothing in force.
_UNMODERATED: dict[str, Any] = {
    "pause_s": 0,
    "is_locked": False,
    "is_premoderated": False,
    "has_anonymous_questions": False,
    "muted": {},
    "removed": {},
}


def wire_id(actor_id: int | None, pseudonym_id: int | None) -> int | None:
    """Ids of pseudonyms are negative on the wire: they are never taken for a user's."""
    return actor_id if pseudonym_id is None else -pseudonym_id


def take_words(payload: dict[str, Any]) -> tuple[dict[str, Any], str | None]:
    """The payload without somebody's words, and the words as JSON (None where there are none), to be sealed."""
    words = {name: payload[name] for name in WORDS if name in payload}
    rest = {name: value for name, value in payload.items() if name not in WORDS}
    return rest, to_json(words) if words else None


def take_name(payload: dict[str, Any]) -> dict[str, Any]:
    """The payload without the name of the person it is about; that there is one is still seen."""
    is_about = bool(payload.get("name")) and _person_in(payload) is not None
    return {**payload, "name": None} if is_about else payload


def named_in(payload: dict[str, Any]) -> int | None:
    """The id in the room of the person whose name was taken out of the payload."""
    return _person_in(payload) if payload.get("name", "") is None else None


def _person_in(payload: dict[str, Any]) -> int | None:
    # A redaction says `by` whom in a word.
    ids = (payload.get("person"), payload.get("by"))
    return next((one for one in ids if isinstance(one, int) and one), None)


def iso(moment: Any) -> str:
    """UTC in ISO 8601 with milliseconds, as all frames say it."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
