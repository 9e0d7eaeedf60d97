"""A case is released whole or not at all, and a withdrawal leaves nothing but a tombstone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from practices.actions import CaseDraft, release_case, withdraw_case
from practices.models import Case, CasePage, CaseText, CaseVersion
from practices.signals import case_changed
from search.models import CaseIndexPage
from secunity.core.queries import content_version

pytestmark = pytest.mark.django_db
Draft = Callable[..., CaseDraft]


def test_released_case_has_a_page_in_each_language(released: Case, client: Client) -> None:
    japanese = client.get(f"/cases/{released.public_id}/")
    english = client.get(f"/en/cases/{released.public_id}/")

    assert japanese.status_code == english.status_code == 200
    assert "VPN装置からの侵入" in japanese.content.decode()
    assert "Break-in through a VPN device" in english.content.decode()
    assert f'hreflang="en" href="{settings.BASE_URL}/en/cases/{released.public_id}/"' in japanese.content.decode()


def test_public_id_says_nothing_about_the_case(released: Case) -> None:
    assert len(released.public_id) == 10
    assert released.public_id.isalnum()
    assert CasePage.objects.get(case=released, locale__language_code="ja").slug == released.public_id


def test_new_version_takes_the_place_of_the_old(released: Case, draft: Draft, client: Client) -> None:
    words = {"title": "VPN装置の更新漏れからの侵入", "what_happened": "更新を知りませんでした。"}
    version = release_case(case=released, draft=draft(texts={"ja": words}, occurred="2024"))

    page = client.get(f"/cases/{released.public_id}/").content.decode()
    assert version.number == 2
    assert "更新を知りませんでした" in page
    assert "夜に入られました" not in page
    assert CasePage.objects.filter(case=released, locale__language_code="ja").count() == 1


def test_text_hash_changes_with_every_word(draft: Draft) -> None:
    same, other = draft(), draft(texts={"ja": {"title": "別の題名"}})
    assert draft().text_hash == same.text_hash != other.text_hash
    assert draft(occurred="2024").text_hash != same.text_hash


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"texts": {}}, "title"),
        ({"texts": {"ja": {"title": ""}}}, "title"),
        ({"texts": {"ja": {"title": "長" * 201}}}, "title"),
        ({"occurred": "2024-13"}, "occurred"),
        ({"occurred": "去年"}, "occurred"),
        ({"region": "nowhere"}, "region"),
        ({"prefecture": "13"}, "prefecture"),
        ({"industry_group": "01"}, "industry_group"),
        ({"incident_types": ("unknown",)}, "incident_types"),
    ],
)
def test_incomplete_draft_is_refused_and_nothing_is_left(
    case_lists: dict[str, CaseIndexPage], draft: Draft, changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        release_case(case=Case(origin=Case.Origin.MEMBER), draft=draft(**changed))

    assert field in refusal.value.message_dict
    assert not Case.objects.exists()
    assert not CaseVersion.objects.exists()


def test_failure_half_way_leaves_nothing(case_lists: dict[str, CaseIndexPage], draft: Draft) -> None:
    before = content_version()

    def fail(**kwargs: Any) -> None:
        raise RuntimeError

    case_changed.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            release_case(case=Case(origin=Case.Origin.MEMBER), draft=draft())
    finally:
        case_changed.disconnect(fail)

    assert not Case.objects.exists()
    assert not CasePage.objects.exists()
    assert content_version() == before


def test_withdrawn_case_leaves_only_a_tombstone(released: Case, client: Client) -> None:
    withdraw_case(case=released)

    for prefix in ("", "/en"):
        answer = client.get(f"{prefix}/cases/{released.public_id}/")
        assert answer.status_code == 410
        assert "VPN" not in answer.content.decode()
    assert not CaseText.objects.filter(version__case=released).exists()
    assert not Case.objects.released().exists()
    stored = [str(revision.content) for page in CasePage.objects.all() for revision in page.revisions.all()]
    assert not any("VPN" in content for content in stored)


def test_withdrawn_case_is_not_in_the_sitemap(released: Case, client: Client) -> None:
    assert released.public_id in client.get("/sitemap.xml").content.decode()
    withdraw_case(case=released)
    assert released.public_id not in client.get("/sitemap.xml").content.decode()


def test_withdrawing_twice_changes_nothing(released: Case) -> None:
    withdraw_case(case=released)
    first = Case.objects.get().withdrawn_at
    withdraw_case(case=released)
    assert Case.objects.get().withdrawn_at == first


@pytest.mark.parametrize("hidden", [{"tlp_id": "GREEN"}, {"withdrawn_at": timezone.now()}])
def test_only_clear_released_cases_are_public(released: Case, hidden: dict[str, Any]) -> None:
    assert Case.objects.released().count() == 1
    Case.objects.update(**hidden)
    assert not Case.objects.released().exists()


def test_case_that_is_not_clear_has_no_page(released: Case, client: Client) -> None:
    Case.objects.update(tlp_id="AMBER")
    assert client.get(f"/cases/{released.public_id}/").status_code == 404
