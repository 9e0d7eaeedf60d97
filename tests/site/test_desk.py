"""The desk: what waits for whom, with its age; nothing of another region, nothing personal, one click to each."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from community.models import Application, Problem, Region, RegionPage, RegionTeam, RoleProposal, User
from practices.models import PracticePage
from secunity.home.queries import Desk, may_see_desk
from secunity.home.queries.desk import Source
from tests.factories.community import WorkingGroupFactory, community_page

pytestmark = pytest.mark.django_db
NAME = "架空太郎"


@pytest.fixture
def team(make_region: Callable[[str], RegionTeam]) -> RegionTeam:
    make_region("kanto")
    return make_region("kinki")


@pytest.fixture
def organiser(team: RegionTeam, make_person: Callable[..., User]) -> User:
    return make_person("organiser", region="kinki", name="近畿の運営者")


@pytest.fixture
def reviewer(team: RegionTeam, make_person: Callable[..., User]) -> User:
    return make_person("reviewer", region="kinki", name="近畿の審査者")


def hand_in(region: str, days: int) -> Application:
    return Application.objects.create(
        state=Application.State.SUBMITTED,
        membership_class="individual",
        region=Region.objects.get(code=region),
        email_hash="x",
        particulars={"email": "taro@example.jp", "person": {"name": NAME}},
        submitted_at=timezone.now() - dt.timedelta(days=days),
    )


def add_practice(region: str, review_by: dt.date) -> PracticePage:
    parent = RegionPage.objects.get(region_id=region, locale__language_code="ja")
    page = PracticePage(title="復元訓練", review_by=review_by, summary="x", locale=parent.locale)
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    return page


def parts(user: User) -> dict[str, list[str]]:
    return {part.key: [row.title for row in part.rows] for part in Desk(user, "ja").waiting}


def test_applications_wait_for_their_region_the_oldest_first(organiser: User, sign_in: Callable[..., Client]) -> None:
    hand_in("kinki", 3)
    older = hand_in("kinki", 9)
    hand_in("kanto", 1)
    page = sign_in(organiser).get("/members/desk/").content.decode()
    assert page.count("for 9 days") + page.count("9日前から") == 1
    assert f"/members/applications/{older.pk}/" in page
    assert len(parts(organiser)["applications"]) == 2
    assert page.index("9日前から") < page.index("3日前から")


def test_desk_says_nothing_personal_of_applicants(organiser: User, sign_in: Callable[..., Client]) -> None:
    hand_in("kinki", 3)
    page = sign_in(organiser).get("/members/desk/").content.decode()
    assert NAME not in page
    assert "taro@example.jp" not in page


def test_page_waits_for_the_reviewer_and_not_for_who_wrote_it(
    team: RegionTeam, organiser: User, reviewer: User
) -> None:
    page = add_practice("kinki", timezone.localdate() + dt.timedelta(days=90))
    page.save_revision(user=organiser)
    team.workflow.start(page, organiser)
    assert parts(reviewer)["pages"] == ["復元訓練"]
    assert "pages" not in parts(organiser)
    page.save_revision(user=reviewer)
    assert "pages" not in parts(reviewer), "who wrote part of it cannot approve it"


def test_overdue_practice_waits_in_its_own_region_only(organiser: User) -> None:
    add_practice("kinki", timezone.localdate())
    add_practice("kanto", timezone.localdate())
    assert parts(organiser)["practices"] == ["復元訓練"]


def test_practice_that_is_not_due_waits_for_nobody(organiser: User) -> None:
    add_practice("kinki", timezone.localdate() + dt.timedelta(days=1))
    assert "practices" not in parts(organiser)


def test_open_problem_waits_until_it_is_solved(organiser: User) -> None:
    parent = RegionPage.objects.get(region_id="kinki", locale__language_code="ja")
    page = community_page(parent, prefectures=("27",))
    problem = Problem.objects.create(
        community_key=page.translation_key, region_id="kinki", text_ja="人手が足りません。"
    )
    assert parts(organiser)["problems"] == ["人手が足りません。"]
    Problem.objects.filter(pk=problem.pk).update(state=Problem.State.SOLVED)
    assert "problems" not in parts(organiser)


def test_proposed_role_waits_for_a_second_person(organiser: User, make_person: Callable[..., User]) -> None:
    second, chosen = make_person("organiser", region="kinki"), make_person("member", name="候補者")
    RoleProposal.objects.create(
        user=chosen, role="reviewer", region_id="kinki", proposed_by=organiser, reason="経験があるため"
    )
    assert parts(second)["roles"] == ["候補者"]
    assert "roles" not in parts(organiser)


def test_only_the_first_rows_are_shown_and_the_rest_is_counted(organiser: User, sign_in: Callable[..., Client]) -> None:
    for days in range(8):
        hand_in("kinki", days)
    assert "ほか3件" in sign_in(organiser).get("/members/desk/").content.decode()


def test_translation_gap_is_news(organiser: User) -> None:
    add_practice("kinki", timezone.localdate() + dt.timedelta(days=90))
    news = {part.key: [row.title for row in part.rows] for part in Desk(organiser, "ja").news}
    assert news["translations"] == ["復元訓練"]


def test_new_member_of_the_region_is_news(organiser: User, make_person: Callable[..., User]) -> None:
    make_person("reviewer", region="kinki", name="新しい人")
    make_person("reviewer", region="kanto", name="よその人")
    news = {part.key: [row.title for row in part.rows] for part in Desk(organiser, "ja").news}
    assert "新しい人" in news["members"]
    assert "よその人" not in news["members"]


def test_desk_is_for_people_with_an_office(
    organiser: User, make_person: Callable[..., User], sign_in: Callable[..., Client]
) -> None:
    member = make_person("member")
    WorkingGroupFactory(code="sme")
    assert sign_in(member).get("/members/desk/").status_code == 403
    assert not may_see_desk(member)
    for role in ("chair", "secretary"):
        assert may_see_desk(make_person(role, working_group="sme"))
    assert may_see_desk(make_person("secretariat"))


@pytest.mark.parametrize(("prefix", "words"), [("", "運営デスク"), ("/en", "Desk")])
def test_desk_speaks_both_languages(organiser: User, sign_in: Callable[..., Client], prefix: str, words: str) -> None:
    client = sign_in(organiser)
    assert words in client.get(f"{prefix}/members/desk/").content.decode()
    assert f"{prefix}/members/desk/" in client.get(f"{prefix}/members/").content.decode()


def test_overdue_practices_cost_no_query_per_row(organiser: User) -> None:
    assert Desk(organiser, "ja").total  # what is asked once for every process
    counts = []
    for more in (1, 2):
        for _ in range(more):
            add_practice("kinki", timezone.localdate())
        with CaptureQueriesContext(connection) as queries:
            assert Desk(organiser, "ja").waiting
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_news_is_not_looked_up_where_only_the_number_is_shown(
    organiser: User, sign_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    news = Source("news", "News", "", lambda user, language: asked.append(language) or ())
    monkeypatch.setattr("secunity.home.queries.desk.NEWS", (news,))
    client = sign_in(organiser)
    client.get("/members/")
    client.get("/admin/")
    assert not asked
    client.get("/members/desk/")
    assert asked == ["ja"]


def test_admin_starts_with_the_desk_and_the_menus_of_the_role(organiser: User, sign_in: Callable[..., Client]) -> None:
    hand_in("kinki", 2)
    page = sign_in(organiser).get("/admin/").content.decode()
    assert "対応をお待ちしているもの" in page
    assert "/members/applications/" in page
    for own in ("/admin/images/", "/admin/documents/", "/members/desk/"):
        assert own in page
    for other in ("/admin/reports/", "/admin/settings/", "/admin/users/"):
        assert f'"{other}' not in page


def test_administrator_keeps_every_menu(
    team: RegionTeam, make_person: Callable[..., User], sign_in: Callable[..., Client]
) -> None:
    page = sign_in(make_person("administrator")).get("/admin/").content.decode()
    assert "/admin/reports/" in page
    assert "/admin/users/" in page


def test_the_bar_of_the_editor_lies_over_pages_only(
    team: RegionTeam, organiser: User, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(organiser)
    page = RegionPage.objects.get(region_id="kinki", locale__language_code="ja")
    assert b"wagtail-userbar" in client.get(page.get_url()).content
    for path in ("/members/desk/", "/members/reviews/"):
        assert b"wagtail-userbar" not in client.get(path).content
