"""The page of a meeting: who sees what of it, in both languages."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.utils import timezone

from community.models import Region, RegionPage
from events.actions.meetings import settle_meeting
from events.models import MeetingPage
from tests.factories.community import WorkingGroupFactory, working_group_page
from tests.factories.events import meeting, meeting_index

VIDEO = "https://video.example/call-1"
NOTE = "合言葉は当日に伝えます"
LATER = timedelta(days=1)


@pytest.fixture
def index(content_tree):
    return meeting_index(content_tree.home["ja"])


@pytest.fixture
def group(content_tree):
    return WorkingGroupFactory(code="sme", name_ja="中小企業対策WG", name_en="SME WG")


@pytest.fixture
def readers(make_person, sign_in, group):
    """Everybody who may come by, by what they are."""
    member, in_group, nobody = make_person("member"), make_person("member"), make_person()
    in_group.working_groups.add(group)
    return {
        "stranger": Client(),
        "one factor": sign_in(in_group, second_factor=False),
        "no member": sign_in(nobody),
        "member": sign_in(member),
        "in group": sign_in(in_group),
    }


def answers(readers, path):
    """What `path` answers to each reader."""
    return {who: client.get(path) for who, client in readers.items()}


def who_reads(readers, path, words):
    """Those whose answer holds `words`."""
    return {who for who, answer in answers(readers, path).items() if words in answer.content.decode()}


EVERYBODY = {"stranger", "one factor", "no member", "member", "in group"}
MEMBERS = {"member", "in group"}


def test_public_meeting_is_read_by_everybody(index, readers):
    page = meeting(index, title="公開の会", agenda=["復元訓練の計画"])

    assert who_reads(readers, page.url, "復元訓練の計画") == EVERYBODY


def test_members_meeting_asks_strangers_to_sign_in_and_refuses_others(index, readers):
    page = meeting(index, slug="closed", title="会員の会", is_public=False)

    found = answers(readers, page.url)

    assert {who: answer.status_code for who, answer in found.items()} == {
        "stranger": 302,
        "one factor": 302,
        "no member": 403,
        "member": 200,
        "in group": 200,
    }
    assert found["stranger"]["Location"] == "/accounts/login/?next=%2Fevents%2Fclosed%2F"
    assert who_reads(readers, page.url, "会員の会") == MEMBERS


def test_members_note_and_video_call_are_for_members_with_second_factor(index, readers):
    page = meeting(index, starts_at=timezone.now(), members_note=f"<p>{NOTE}</p>", video_url=VIDEO)

    assert who_reads(readers, page.url, NOTE) == MEMBERS
    assert who_reads(readers, page.url, f"/events/{page.translation_key}/call/") == MEMBERS
    assert who_reads(readers, page.url, VIDEO) == set()


def test_video_call_of_a_group_is_for_the_group(index, group, readers):
    page = meeting(index, starts_at=timezone.now(), working_group=group, video_url=VIDEO)

    assert who_reads(readers, page.url, f"/events/{page.translation_key}/call/") == {"in group"}
    assert who_reads(readers, page.url, VIDEO) == set()


@pytest.mark.parametrize(
    ("label", "expected"),
    [("CLEAR", EVERYBODY), ("GREEN", MEMBERS), ("AMBER", {"in group"}), ("AMBER+STRICT", {"in group"}), ("RED", set())],
)
def test_record_follows_the_sharing_label(index, group, readers, label, expected):
    held = timezone.now() - LATER
    page = meeting(index, starts_at=held, tlp_id="CLEAR", working_group=group, record=["訓練は秋に行います"])
    MeetingPage.objects.filter(pk=page.pk).update(tlp=label)

    assert who_reads(readers, page.url, "訓練は秋に行います") == expected


def test_room_address_is_shown_to_who_may_enter_only(index, group, readers):
    page = meeting(index, starts_at=timezone.now(), working_group=group)
    room = settle_meeting(meeting=page)

    assert who_reads(readers, page.url, f"/rooms/{room.slug}/") == {"in group"}
    assert who_reads(readers, page.url, "会議室に入る") == {"in group"}
    assert who_reads(readers, page.url, "?join") == {"stranger", "one factor", "no member"}


def test_room_that_is_not_open_yet_says_when_it_opens(index, readers):
    starts_at = timezone.now().replace(minute=0) + timedelta(days=3)
    page = meeting(index, starts_at=starts_at)
    room = settle_meeting(meeting=page)
    opens = f"{timezone.localtime(starts_at - timedelta(minutes=30)):%H:%M}"

    assert who_reads(readers, page.url, f"{opens}（日本時間）") == EVERYBODY
    assert who_reads(readers, page.url, room.slug) == set()


def test_join_leads_strangers_to_sign_in_and_members_back(index, readers):
    page = meeting(index, slug="open")

    found = answers(readers, f"{page.url}?join")

    assert found["stranger"]["Location"] == "/accounts/login/?next=%2Fevents%2Fopen%2F%3Fjoin"
    assert found["member"].status_code == 200


def test_page_kept_out_of_caches_for_members_only(index, readers):
    page = meeting(index)

    kept = {who: "no-store" in answer.get("Cache-Control", "") for who, answer in answers(readers, page.url).items()}

    assert kept == {who: who in MEMBERS | {"no member"} for who in readers}


def test_members_meeting_is_in_no_sitemap(index):
    request = RequestFactory().get("/")

    assert meeting(index).get_sitemap_urls(request)
    assert meeting(index, slug="closed", is_public=False).get_sitemap_urls(request) == []


def test_english_page_says_japan_time_and_links_its_group(content_tree, group):
    working_group_page(content_tree.working_groups["en"], group, title="SME group")
    index = meeting_index(content_tree.home["en"])
    starts_at = timezone.datetime(2030, 5, 8, 6, 0, tzinfo=timezone.get_default_timezone())
    page = meeting(index, slug="sme", title="SME meeting", starts_at=starts_at, working_group=group, tlp_id="GREEN")

    text = Client().get("/en/events/sme/").content.decode()

    assert page.url == "/en/events/sme/"
    assert "Wednesday 8 May 2030 06:00" in text
    assert "(Japan time)" in text
    assert '<a href="/en/working-groups/sme/">SME WG</a>' in text
    assert "not through publicly reachable channels" in text


def test_page_has_no_inline_script_or_style(index):
    text = Client().get(meeting(index).url).content.decode()

    assert "<script>" not in text
    assert "style=" not in text
    assert '<script type="module" src="/static/events/meeting-time.js">' in text


@pytest.mark.parametrize("minutes", [0, -30])
def test_meeting_that_ends_before_it_starts_is_refused(index, minutes):
    starts_at = timezone.now()

    with pytest.raises(ValidationError, match="終了が開始より前"):
        meeting(index, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes))


def test_meeting_longer_than_a_week_is_refused(index):
    starts_at = timezone.now()

    with pytest.raises(ValidationError, match="1週間"):
        meeting(index, starts_at=starts_at, ends_at=starts_at + timedelta(days=365))


def test_record_under_red_is_refused(index):
    with pytest.raises(ValidationError, match="TLP:RED"):
        meeting(index, tlp_id="RED", record=["決めたこと"])


def test_meeting_below_a_region_belongs_to_it(content_tree, make_region):
    make_region("kinki")
    region_page = RegionPage.objects.get(locale__language_code="ja")

    page = meeting(region_page, region=Region.objects.get(code="tohoku"))

    assert MeetingPage.objects.get(pk=page.pk).region_id == "kinki"


def test_meeting_below_a_group_belongs_to_it(content_tree, group):
    group_page = working_group_page(content_tree.working_groups["ja"], group)

    page = meeting(group_page)

    assert MeetingPage.objects.get(pk=page.pk).working_group == group


def test_search_texts_hold_the_agenda_and_only_a_clear_record(index):
    clear = meeting(index, tlp_id="CLEAR", lead="要約", agenda=["一", "二"], record=["決定"])
    green = meeting(index, slug="green", tlp_id="GREEN", record=["決定"])

    assert (clear.summary, clear.agenda_text, clear.public_record_text) == ("要約", "一\n二", "決定")
    assert green.public_record_text == ""


def test_state_tells_coming_open_and_past_apart(index):
    page = meeting(index)
    moment = timedelta(seconds=1)

    assert page.state_at(page.starts_at - moment) == "coming"
    assert page.state_at(page.starts_at) == "open"
    assert page.state_at(page.ends_at - moment) == "open"
    assert page.state_at(page.ends_at) == "past"


def test_page_asks_one_question_of_its_own(content_tree, index, group, django_assert_num_queries):
    working_group_page(content_tree.working_groups["ja"], group)
    page = meeting(index, working_group=group, agenda=["一"])

    with django_assert_num_queries(1):
        page.get_context(RequestFactory().get("/"))
