"""The member's own page, and the guard of what is for members."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from community.models import User, WorkingGroupMembership
from community.queries import is_member
from community.views import admits
from tests.conftest import Tree
from tests.factories.community import WorkingGroupFactory, working_group_page

Make = Callable[..., User]


def test_own_page_shows_roles_groups_and_protection(
    content_tree: Tree, make_region: Callable, make_person: Make, sign_in: Callable
) -> None:
    make_region("kinki")
    person = make_person("organiser", region="kinki", totp_secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    group = WorkingGroupFactory(code="sme", name_ja="中小企業対策強化WG")
    page = working_group_page(content_tree.working_groups["ja"], group)
    WorkingGroupMembership.objects.create(user=person, working_group=group)
    text = sign_in(person).get("/members/").content.decode()
    for words in ("地域運営者：近畿", "中小企業対策強化WG", page.url, reverse("usersessions_list"), "/admin/"):
        assert words in text


def test_own_page_of_a_plain_member_offers_no_editing(content_tree: Tree, make_person: Make, sign_in: Callable) -> None:
    text = sign_in(make_person("member")).get("/members/").content.decode()
    assert 'href="/admin/"' not in text


def test_own_page_is_never_stored(content_tree: Tree, make_person: Make, sign_in: Callable) -> None:
    answer = sign_in(make_person("member")).get("/members/")
    assert "no-store" in answer["Cache-Control"]


def test_own_page_speaks_english(content_tree: Tree, make_person: Make, sign_in: Callable) -> None:
    assert "My working groups" in sign_in(make_person("member")).get("/en/members/").content.decode()


def test_stranger_is_asked_to_sign_in_and_comes_back(client: Client, content_tree: Tree) -> None:
    assert client.get("/members/?a=1")["Location"] == f"{reverse('account_login')}?next=%2Fmembers%2F%3Fa%3D1"


def test_who_is_no_member_reads_why(content_tree: Tree, make_person: Make, sign_in: Callable) -> None:
    answer = sign_in(make_person()).get("/members/")
    assert answer.status_code == 403
    assert "まだ会員として登録されていません" in answer.content.decode()


@pytest.mark.parametrize(
    ("roles", "second_factor", "status"),
    [(("member",), True, 200), (("member",), False, 403), ((), True, 403)],
)
def test_client_that_wants_json_gets_a_status_and_a_sentence(
    content_tree: Tree, make_person: Make, sign_in: Callable, roles: tuple, second_factor: bool, status: int
) -> None:
    client = sign_in(make_person(*roles), second_factor=second_factor)
    answer = client.get("/members/", headers={"accept": "application/json"})
    assert answer.status_code == status
    if status != 200:
        assert answer.json()["detail"]


def test_stranger_that_wants_json_gets_401(client: Client, content_tree: Tree) -> None:
    assert client.get("/members/", headers={"accept": "application/json"}).status_code == 401


def test_revoked_role_closes_the_door_at_the_next_request(make_person: Make, rf: RequestFactory) -> None:
    view = admits("member", lambda request: HttpResponse("inside"))
    request = rf.get("/x/", headers={"accept": "application/json"})
    request.user, request.session = make_person("member"), SessionStore()
    assert view(request).status_code == 403
    request.session["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
    request.session["account_authentication_methods_user"] = str(request.user.pk)
    assert view(request).content == b"inside"
    request.user.role_grants.all().delete()
    assert view(request).status_code == 403


@pytest.mark.parametrize(("roles", "most"), [(("member",), 21), (("organiser",), 45), (("secretariat",), 42)])
def test_own_page_reads_ones_roles_once(
    content_tree: Tree, make_region: Callable, make_person: Make, sign_in: Callable, roles: tuple, most: int
) -> None:
    make_region("kinki")
    client = sign_in(make_person(*roles, region="kinki"))
    client.get("/members/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/members/")
    read = [each["sql"] for each in asked if 'SELECT "community_rolegrant"."role"' in each["sql"]]
    assert len(read) == 1
    assert len(asked) <= most, "\n".join(each["sql"][:160] for each in asked)


def test_what_writes_reads_roles_anew_at_each_question(make_person: Make, rf: RequestFactory) -> None:
    person = make_person("member")

    def leave(request: HttpRequest) -> HttpResponse:
        before = is_member(person)
        person.role_grants.all().delete()
        return HttpResponse(f"{before} {is_member(person)}")

    assert admits("everyone", leave, methods=("GET", "POST"))(rf.post("/x/")).content == b"True False"
    assert not is_member(person)
