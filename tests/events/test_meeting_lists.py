"""Lists of meetings: order, filters, languages, and who may know of what."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from community.models import Region
from events.models import MeetingPage
from events.queries.meetings import next_meetings, public_meetings, reader_of, upcoming_meetings
from events.templatetags.events_tags import meeting_row
from tests.factories.community import WorkingGroupFactory
from tests.factories.events import meeting, meeting_index

NOW = datetime(2030, 6, 12, 15, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
DAY = timedelta(days=1)
STRANGER = AnonymousUser()


@pytest.fixture
def index(content_tree):
    return meeting_index(content_tree.home["ja"])


@pytest.fixture
def english_index(content_tree, index):
    return meeting_index(content_tree.home["en"], translation_key=index.translation_key)


@pytest.fixture
def around_now(index):
    """Meetings around NOW, made out of order."""
    for title, offset in (("来月", 30), ("明日", 1), ("先週", -7), ("今", 0), ("昨日", -1)):
        meeting(index, title=title, starts_at=NOW + offset * DAY)


def titles(meetings):
    return [page.title for page in meetings]


def render(client_request, source, **context):
    template = Template("{% load events_tags %}" + source)
    return template.render(Context({"request": client_request, **context}))


def request_of(client):
    request = RequestFactory().get("/")
    request.session = client.session
    request.user = get_user(request)
    return request


def test_queryset_tells_open_coming_and_past_apart(around_now):
    meetings = MeetingPage.objects.all()

    assert titles(meetings.open_now(NOW)) == ["今"]
    assert titles(meetings.coming(NOW)) == ["明日", "来月"]
    assert titles(meetings.past(NOW)) == ["昨日", "先週"]
    assert titles(meetings.not_over(NOW)) == ["今", "明日", "来月"]


def test_next_meetings_has_the_open_one_first(around_now):
    assert titles(next_meetings(STRANGER, "ja", 2, NOW)) == ["今", "明日"]


def test_upcoming_meetings_are_of_the_region_and_group(index):
    kinki, tohoku = Region.objects.get(code="kinki"), Region.objects.get(code="tohoku")
    group = WorkingGroupFactory()
    meeting(index, title="近畿", starts_at=NOW, region=kinki)
    meeting(index, title="近畿のWG", starts_at=NOW + DAY, region=kinki, working_group=group)
    meeting(index, title="東北", starts_at=NOW, region=tohoku)

    assert titles(upcoming_meetings(STRANGER, "ja", region=kinki, now=NOW)) == ["近畿", "近畿のWG"]
    assert titles(upcoming_meetings(STRANGER, "ja", working_group=group, now=NOW)) == ["近畿のWG"]
    assert titles(upcoming_meetings(STRANGER, "ja", region=kinki, limit=1, now=NOW)) == ["近畿"]


def test_meetings_appear_once_in_the_language_they_have(index, english_index):
    both = meeting(index, title="二言語", starts_at=NOW)
    meeting(english_index, title="Both", starts_at=NOW, translation_key=both.translation_key)
    meeting(index, title="日本語だけ", starts_at=NOW + DAY)
    draft = meeting(index, title="英語は下書き", starts_at=NOW + 2 * DAY)
    meeting(english_index, title="Draft", live=False, starts_at=NOW, translation_key=draft.translation_key)

    assert titles(next_meetings(STRANGER, "en", 9, NOW)) == ["Both", "日本語だけ", "英語は下書き"]
    assert titles(next_meetings(STRANGER, "ja", 9, NOW)) == ["二言語", "日本語だけ", "英語は下書き"]


def test_members_meetings_and_drafts_are_hidden_everywhere(index, make_person, sign_in):
    meeting(index, title="公開の会")
    meeting(index, title="会員の会", is_public=False)
    meeting(index, title="下書きの会", live=False)
    member = make_person("member")
    clients = {
        "stranger": Client(),
        "one factor": sign_in(member, second_factor=False),
        "no member": sign_in(make_person()),
        "member": sign_in(member),
    }
    places = {
        "list": lambda client: client.get("/events/").content.decode(),
        "upcoming tag": lambda client: render(request_of(client), "{% upcoming_meetings limit=9 %}"),
        "next tag": lambda client: render(request_of(client), "{% next_meetings 9 %}"),
        "calendar": lambda client: client.get("/events/calendar.ics").content.decode(),
    }

    for place, look in places.items():
        for who, client in clients.items():
            seen = look(client)
            assert "公開の会" in seen, (place, who)
            assert ("会員の会" in seen) == (who == "member" and place != "calendar"), (place, who)
            assert "下書きの会" not in seen, (place, who)


def test_tag_without_a_request_shows_what_strangers_see(index):
    meeting(index, title="公開の会")
    meeting(index, title="会員の会", is_public=False)

    seen = render(None, "{% next_meetings 9 %}")

    assert "公開の会" in seen
    assert "会員の会" not in seen


def test_public_meetings_hold_every_language_and_no_members_meeting(index, english_index):
    both = meeting(index, title="公開")
    meeting(english_index, title="Public", translation_key=both.translation_key)
    meeting(index, title="会員", is_public=False)

    assert set(titles(public_meetings())) == {"公開", "Public"}


def test_reader_without_second_factor_reads_as_a_stranger(make_person, sign_in):
    member = make_person("member")

    assert reader_of(request_of(sign_in(member))) == member
    assert reader_of(request_of(sign_in(member, second_factor=False))).is_anonymous
    assert reader_of(None).is_anonymous


def test_list_puts_open_before_coming_before_past(index):
    now = timezone.now()
    meeting(index, title="終わった会", starts_at=now - 3 * DAY)
    meeting(index, title="これからの会", starts_at=now + DAY)
    meeting(index, title="開いている会", starts_at=now)

    text = Client().get("/events/").content.decode()

    assert text.index("開いている会") < text.index("これからの会") < text.index("終わった会")


def test_past_meetings_are_shown_by_year(index):
    meeting(index, title="古い会", starts_at=datetime(2024, 12, 31, 23, 30, tzinfo=ZoneInfo("Asia/Tokyo")))
    meeting(index, title="次の年の会", starts_at=datetime(2025, 1, 1, 0, 30, tzinfo=ZoneInfo("Asia/Tokyo")))

    newest = Client().get("/events/").content.decode()
    older = Client().get("/events/?year=2024").content.decode()

    assert "次の年の会" in newest
    assert "古い会" not in newest
    assert "?year=2024#past-title" in newest
    assert "古い会" in older
    assert "次の年の会" not in older


def test_list_is_narrowed_by_region_and_group_and_can_be_widened(index):
    group = WorkingGroupFactory(code="sme", name_ja="中小企業対策WG")
    kinki = Region.objects.get(code="kinki")
    meeting(index, title="近畿のWGの会", region=kinki, working_group=group)
    meeting(index, title="近畿だけの会", region=kinki)
    meeting(index, title="全国の会")

    narrowed = Client().get("/events/?region=kinki&working_group=sme")
    text = narrowed.content.decode()

    assert "近畿のWGの会" in text
    assert "近畿だけの会" not in text
    assert "全国の会" not in text
    assert 'class="tag" href="?working_group=sme"' in text
    assert 'class="tag" href="?region=kinki"' in text
    assert '"/events/calendar.ics?region=kinki&amp;working_group=sme"' in text
    assert '<option value="kinki" selected>' in text


def test_two_regions_are_asked_for_as_either(index):
    for code in ("kinki", "tohoku", "kanto"):
        meeting(index, title=f"{code}の会", region=Region.objects.get(code=code))

    text = Client().get("/events/?region=kinki&region=tohoku&region=").content.decode()

    assert "kinkiの会" in text
    assert "tohokuの会" in text
    assert "kantoの会" not in text
    assert 'href="?region=tohoku"' in text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("region=atlantis", "「atlantis」"),
        ("working_group=nobody", "「nobody」"),
        ("year=1066", "「1066」"),
        ("year=%E5%8D%81", "「十」"),
        ("region=%3Cscript%3E", "「&lt;script&gt;」"),
    ],
)
def test_unknown_filter_is_named_and_ways_on_are_shown(index, query, words):
    meeting(index, title="全国の会")

    answer = Client().get(f"/events/?{query}")
    text = answer.content.decode()

    assert answer.status_code == 404
    assert words in text
    assert "全国の会" in text
    if query.startswith("region"):
        assert 'href="?region=kinki"' in text


def test_list_works_without_meetings_in_both_languages(index, english_index):
    assert "予定の会議はまだ" in Client().get("/events/").content.decode()
    assert "No coming meeting is announced yet" in Client().get("/en/events/").content.decode()


def test_row_knows_the_language_of_an_untranslated_meeting(index):
    page = meeting(index, title="日本語だけ")

    with override("ja"):
        assert meeting_row({}, page)["meeting"]["language"] == ""
    with override("en"):
        assert meeting_row({}, page)["meeting"]["language"] == "ja"


def test_list_asks_the_same_number_of_questions_for_any_length(index):
    def held_and_coming(day):
        fields = {"region": Region.objects.get(code="kinki"), "working_group": WorkingGroupFactory(code="sme")}
        meeting(index, title=f"会{day}", **fields)
        meeting(index, title=f"前の会{day}", starts_at=NOW - 3000 * DAY, **fields)

    def questions(query):
        with CaptureQueriesContext(connection) as captured:
            assert Client().get(f"/events/?{query}").status_code == 200
        return len(captured)

    held_and_coming(1)
    questions("warm")
    one = questions("one")
    held_and_coming(2)
    held_and_coming(3)

    assert questions("three") == one


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_three_questions_of_its_own(index, number, django_assert_num_queries):
    for day in range(number):
        meeting(index, title=f"会{day}")
        meeting(index, title=f"前の会{day}", starts_at=NOW - 3000 * DAY)

    with django_assert_num_queries(3):
        context = index.get_context(RequestFactory().get("/"))
        assert len(context["coming"]) == len(context["past"]) == number


@pytest.mark.parametrize("number", [1, 3])
def test_tag_asks_one_question(index, number, django_assert_num_queries):
    kinki = Region.objects.get(code="kinki")
    for day in range(number):
        meeting(index, title=f"会{day}", region=kinki)
    render(None, "{% next_meetings 3 %}")

    with django_assert_num_queries(1):
        render(None, "{% upcoming_meetings region=region %}", region=kinki)
