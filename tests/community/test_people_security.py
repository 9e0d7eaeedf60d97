"""Organisers see how the accounts of their members are protected, and of nobody else's."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator

from community.models import Affiliation, User
from tests.factories.community import OrganisationFactory

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PAGE = "/members/people/security/"


@pytest.fixture
def member(make_region: Callable, make_person: Callable[..., User]) -> User:
    make_region("kinki")
    make_region("kanto")
    person = make_person("member", totp_secret=SECRET, name="試作 花子", email="hanako@example.jp")
    Affiliation.objects.create(user=person, organisation=OrganisationFactory(prefecture_id="27", name_ja="架空金型"))
    return person


def row(page: str, name: str) -> str:
    return page.split(f'<th scope="row">{name}</th>')[1].split("</tr>")[0]


def test_organiser_sees_what_protects_each_member(member: User, make_person: Callable, sign_in: Callable) -> None:
    Authenticator.objects.create(user=member, type="webauthn", data={"name": "鍵", "credential": {}})
    codes = Authenticator.objects.get(user=member, type="recovery_codes")
    codes.data["used_mask"] = 0b1111_1111
    codes.save()
    none = make_person("member", name="無防備 太郎")
    Affiliation.objects.create(user=none, organisation=OrganisationFactory(prefecture_id="28"))
    page = sign_in(make_person("organiser", region="kinki")).get(PAGE).content.decode()
    words = row(page, "試作 花子")
    assert "認証アプリ" in words
    assert "パスキー・キー1個" in words
    assert ">2 <b>残りわずか</b>" in words
    assert "未設定" in row(page, "無防備 太郎")
    assert "hanako@example.jp" not in page


def test_organiser_of_another_region_sees_nothing_of_them(
    member: User, make_person: Callable, sign_in: Callable
) -> None:
    assert "試作 花子" not in sign_in(make_person("organiser", region="kanto")).get(PAGE).content.decode()


@pytest.mark.parametrize("role", ["secretariat", "administrator"])
def test_offices_of_the_hub_see_everybody(member: User, make_person: Callable, sign_in: Callable, role: str) -> None:
    assert "試作 花子" in sign_in(make_person(role)).get(PAGE).content.decode()


@pytest.mark.parametrize("role", ["member", "reviewer"])
def test_members_and_reviewers_are_refused(member: User, make_person: Callable, sign_in: Callable, role: str) -> None:
    region = "kinki" if role == "reviewer" else None
    answer = sign_in(make_person(role, region=region)).get(PAGE)
    assert answer.status_code == 403
    assert "試作 花子" not in answer.content.decode()


def test_number_of_queries_does_not_grow_with_the_members(
    member: User, make_person: Callable, sign_in: Callable, django_assert_max_num_queries: Callable
) -> None:
    for _ in range(5):
        person = make_person("member", totp_secret=SECRET)
        Affiliation.objects.create(user=person, organisation=OrganisationFactory(prefecture_id="27"))
    client = sign_in(make_person("organiser", region="kinki"))
    client.get(PAGE)
    with django_assert_max_num_queries(30):
        client.get(PAGE)
