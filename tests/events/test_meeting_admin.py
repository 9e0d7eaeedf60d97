"""Meetings in the Wagtail admin: writing, translating, and what is refused."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, streamfield
from wagtail_localize.models import Translation, TranslationSource

from events.models import MeetingPage, Room
from tests.factories.events import meeting, meeting_index

STARTS = timezone.now().replace(microsecond=0) + timedelta(days=3)


@pytest.fixture
def index(content_tree):
    return meeting_index(content_tree.home["ja"])


@pytest.fixture
def administrator(make_person, sign_in):
    return sign_in(make_person("administrator"))


def form(**fields):
    """What the admin's form for a new meeting sends."""
    local = timezone.localtime(STARTS)
    return nested_form_data(
        {
            "title": "机上演習の会",
            "slug": "tabletop",
            "lead": "20分の演習を体験します。",
            "starts_at": f"{local:%Y-%m-%d %H:%M}",
            "ends_at": f"{local + timedelta(hours=1):%Y-%m-%d %H:%M}",
            "is_public": "on",
            "has_room": "on",
            "tlp": "GREEN",
            "registration": "none",
            "agenda": streamfield([("item", "演習"), ("item", "ふりかえり")]),
            "record": streamfield([]),
            "members_note": "null",
            "action-publish": "action-publish",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            **fields,
        }
    )


def test_meeting_is_written_and_published_with_its_room(index, administrator):
    url = reverse("wagtailadmin_pages:add", args=("events", "meetingpage", index.pk))
    assert administrator.get(url).status_code == 200

    administrator.post(url, form())
    page = MeetingPage.objects.get(slug="tabletop")

    assert page.live
    assert page.agenda_items == ["演習", "ふりかえり"]
    assert Room.objects.get(meeting_key=page.translation_key).tlp_id == "GREEN"


def test_end_before_start_is_refused_beside_the_field(index, administrator):
    url = reverse("wagtailadmin_pages:add", args=("events", "meetingpage", index.pk))

    answer = administrator.post(url, form(ends_at=f"{timezone.localtime(STARTS) - timedelta(hours=1):%Y-%m-%d %H:%M}"))

    assert answer.status_code == 200
    assert "ends_at" in answer.context["form"].errors
    assert not MeetingPage.objects.exists()


def test_translation_keeps_the_facts_and_translates_the_words(content_tree, index):
    english = Locale.objects.get(language_code="en")
    meeting_index(content_tree.home["en"], translation_key=index.translation_key)
    page = meeting(
        index, title="定例会", agenda=["演習"], tlp_id="GREEN", is_public=False, capacity=12, registration="approval"
    )
    source, _is_new = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=english)

    translation.save_target()
    copy = MeetingPage.objects.get(translation_key=page.translation_key, locale=english)

    facts = {name: getattr(copy, name) for name in MeetingPage.SHARED_FIELDS}
    assert facts == {name: getattr(page, name) for name in MeetingPage.SHARED_FIELDS}
    words = set(source.stringsegment_set.values_list("string__data", flat=True))
    assert {"定例会", "演習"} <= words
