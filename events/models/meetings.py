"""Meetings: who may know of them, when they are, and what they are about."""

from datetime import timedelta
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageManager

from community.models import Region, RegionPage, WorkingGroup, WorkingGroupPage
from community.queries import in_working_group, is_member
from events.blocks import AgendaBlock, RecordBlock
from events.models.access import Reader, reader_of
from events.models.meeting_facts import MeetingFacts, RegistrationMode
from events.models.meeting_queryset import MeetingQuerySet
from events.models.room import Room
from events.models.series import MeetingSeries
from secunity.core.models import BasePage, TlpLabel

LONGEST = timedelta(days=7)
MOST_PLACES = 5000


class MeetingPage(MeetingFacts, BasePage):
    """One meeting, from its announcement to what it decided."""

    starts_at = models.DateTimeField(_("starts"), db_index=True, help_text=_("Japan time."))
    ends_at = models.DateTimeField(_("ends"), db_index=True, help_text=_("Japan time."))
    region = models.ForeignKey(
        Region,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="meetings",
        verbose_name=_("region"),
        help_text=_("Leave it empty for a meeting of all regions. Below a region's page it is always that region."),
    )
    working_group = models.ForeignKey(
        WorkingGroup,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="meetings",
        verbose_name=_("working group"),
        help_text=_("If set, only people of this working group enter the room."),
    )
    is_public = models.BooleanField(
        _("announce in public"),
        default=True,
        help_text=_("Without this, only members learn that the meeting exists: no list, feed or search shows it."),
    )
    tlp = models.ForeignKey(
        TlpLabel,
        default="AMBER",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("sharing label (TLP)"),
        help_text=_("How far what is said may be passed on. It also decides who reads the record."),
    )
    audience = models.CharField(
        _("who may come"), max_length=200, blank=True, help_text=_("In one sentence: whom it is for and how to join.")
    )
    place = models.CharField(
        _("place"), max_length=200, blank=True, help_text=_("Leave it empty for an online meeting.")
    )
    has_video = models.BooleanField(
        _("hold a video call"),
        default=True,
        help_text=_("Its address is made for you, or given on the meeting's desk. It opens for those who may come."),
    )
    registration = models.CharField(
        _("registration"), max_length=8, choices=RegistrationMode, default=RegistrationMode.NONE
    )
    capacity = models.PositiveIntegerField(
        _("places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)],
        help_text=_("Leave it empty if there are places for all. Whoever comes later waits and moves up."),
    )
    is_cancelled = models.BooleanField(
        _("the meeting is cancelled"),
        default=False,
        help_text=_("Its page stays and says so; everybody who is registered gets a mail."),
    )
    cancel_note = models.CharField(_("why it is cancelled"), max_length=200, blank=True)
    series = models.ForeignKey(
        MeetingSeries, null=True, blank=True, on_delete=models.SET_NULL, related_name="meetings", editable=False
    )
    # When the rule of its series put it; an occurrence that was moved says from when.
    first_planned_at = models.DateTimeField(null=True, blank=True, editable=False)
    has_room = models.BooleanField(
        _("open a room for written talk"),
        default=True,
        help_text=_("It opens 30 minutes before the meeting and closes one hour after it."),
    )
    is_chatham_house = models.BooleanField(
        _("under the Chatham House rule"),
        default=False,
        help_text=_(
            "In its room everybody appears under a pseudonym, and nobody keeps who said what. "
            "It can be chosen until the first message."
        ),
    )
    agenda = StreamField(AgendaBlock(), blank=True, verbose_name=_("agenda"))
    members_note = RichTextField(
        _("note to members"),
        blank=True,
        features=["bold", "ul", "ol", "link"],
        help_text=_("Only members who signed in with their second factor read this."),
    )
    record = StreamField(
        RecordBlock(),
        blank=True,
        verbose_name=_("what was decided"),
        help_text=_("After the meeting, without names. Everybody reads it only under TLP:CLEAR, members under GREEN."),
    )
    is_demo = models.BooleanField(default=False, editable=False)

    objects: ClassVar[Any] = PageManager.from_queryset(MeetingQuerySet)()

    # What is one fact in every language; events.actions.meetings keeps it equal on all pages of a meeting.
    SHARED_FIELDS: ClassVar[tuple[str, ...]] = (
        "starts_at",
        "ends_at",
        "region",
        "working_group",
        "is_public",
        "tlp",
        "has_video",
        "registration",
        "capacity",
        "is_cancelled",
        "series",
        "first_planned_at",
        "has_room",
        "is_chatham_house",
        "is_demo",
    )  # fmt: skip - one field a line would hide that it is one set

    template = "events/meeting_page.html"
    parent_page_types: ClassVar[list[str]] = [
        "events.MeetingIndexPage",
        "community.RegionPage",
        "community.CommunityPage",
        "community.WorkingGroupPage",
    ]
    subpage_types: ClassVar[list[str]] = []
    # `is_public` says who may see a meeting; a second switch could only contradict it.
    private_page_options: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel("place"),
                FieldPanel("has_video"),
            ],
            heading=_("When and where"),
        ),
        MultiFieldPanel([FieldPanel("registration"), FieldPanel("capacity")], heading=_("Registration")),
        MultiFieldPanel(
            [FieldPanel("audience"), FieldPanel("region"), FieldPanel("working_group"), FieldPanel("is_public")],
            heading=_("For whom"),
        ),
        FieldPanel("agenda"),
        MultiFieldPanel(
            [FieldPanel("tlp"), FieldPanel("has_room"), FieldPanel("is_chatham_house"), FieldPanel("members_note")],
            heading=_("Talk among members"),
        ),
        FieldPanel("record"),
        MultiFieldPanel(
            [FieldPanel("is_cancelled"), FieldPanel("cancel_note")], heading=_("If it does not take place")
        ),
    ]

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")

    def clean(self) -> None:
        """Take region and group from the place in the tree, and refuse times and records that cannot be."""
        super().clean()
        self._belong_to_place()
        if self.starts_at and self.ends_at:
            self._check_times()
        if not self._is_rule_open():
            raise ValidationError(
                {"is_chatham_house": _("People have spoken in the room already, relying on the rule that it had.")}
            )
        if self.record and self.tlp_id == "RED":
            raise ValidationError({"record": _("A meeting under TLP:RED keeps no record on its page.")})

    def _belong_to_place(self) -> None:
        if not self.path:  # a new page is validated once before it has its place
            return
        region_page = RegionPage.objects.ancestor_of(self).first()
        group_page = WorkingGroupPage.objects.ancestor_of(self).first()
        if region_page:
            self.region = region_page.region
        if group_page:
            self.working_group = group_page.working_group

    def _check_times(self) -> None:
        if self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The meeting ends before it starts. Choose a later end.")})
        if self.ends_at - self.starts_at > LONGEST:
            raise ValidationError({"ends_at": _("The meeting would last longer than a week. Check the date.")})

    def _is_rule_open(self) -> bool:
        """Whether the room still takes the rule that the page asks for."""
        key = self.translation_key
        spoken = Room.objects.filter(Q(meeting_key=key) | Q(backchannel_of__meeting_key=key), head__gt=0)
        return not spoken.exclude(is_chatham_house=self.is_chatham_house).exists()

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, kept out of every cache for those who read more than a stranger.

        Raises PermissionDenied for a members' meeting; the hook in wagtail_hooks.py has asked people to sign in before.
        """
        reader = reader_of(request)
        if not self.is_visible_to(reader):
            raise PermissionDenied
        response = super().serve(request, *args, **kwargs)
        if reader.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds what this reader may see beyond the announcement."""
        reader = reader_of(request)
        return super().get_context(request, *args, **kwargs) | {
            "state": self.state_at(timezone.now()),
            "reads_as_member": is_member(reader),
            "reads_record": self.shows_record_to(reader),
            "takes_part": self.may_take_part(reader),
            "region_page": self._page_in_this_language(RegionPage, region=self.region_id),
            "working_group_page": self._page_in_this_language(WorkingGroupPage, working_group=self.working_group_id),
        }

    def _page_in_this_language(self, model: type[Page], **narrowed: Any) -> Page | None:
        if None in narrowed.values():
            return None
        return model.objects.live().filter(locale_id=self.locale_id, **narrowed).select_related("locale").first()

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Nothing for a meeting that only members know of."""
        return super().get_sitemap_urls(request) if self.is_public else []

    def is_visible_to(self, user: Reader) -> bool:
        """Whether `user` may know of this meeting; `visible_to` for one row, apart from being published."""
        return self.is_public or is_member(user)

    def shows_record_to(self, user: Reader) -> bool:
        """Whether the sharing label lets `user` read what was decided."""
        if self.tlp_id == "CLEAR":
            return True
        if self.tlp_id == "RED" or not is_member(user):
            return False
        return self.tlp_id == "GREEN" or self.may_take_part(user)

    def may_take_part(self, user: Reader) -> bool:
        """Whether `user` may talk in it: any member, or the members of its working group."""
        return is_member(user) if self.working_group_id is None else in_working_group(user, self.working_group_id)
