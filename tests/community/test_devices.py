"""New devices are told of, sessions are shown in words and ended, and what is kept about them goes in time."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.models import AccessChange, KnownDevice, SharedLimit, User
from community.queries.devices import browser_and_system, device_in_words
from community.tasks.devices import forget_ended_sessions, forget_what_is_over
from tests.conftest import PASSWORD

pytestmark = pytest.mark.usefixtures("content_tree")
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
EDGE = f"{CHROME} Edg/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def newcomer(make_person: Callable[..., User]) -> User:
    """A member whose sign-in needs the password only, up to the set-up of the factor."""
    return make_person("member")


def enter(person: User, client: Client | None = None, agent: str = CHROME) -> Client:
    client = client or Client()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD}, HTTP_USER_AGENT=agent)
    return client


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (CHROME, "Chrome（Windows）"),
        (EDGE, "Microsoft Edge（Windows）"),
        (SAFARI, "Safari（iPhone）"),
        (FIREFOX, "Firefox（Linux）"),
        ("curl/8", "不明な端末"),
        ("", "不明な端末"),
        ("Windows", "Windows"),
    ],
)
def test_device_is_said_in_words(agent: str, words: str) -> None:
    assert device_in_words(*browser_and_system(agent)) == words


def test_sign_in_from_a_new_device_is_mailed(newcomer: User, django_capture_on_commit_callbacks: Callable) -> None:
    first = enter(newcomer)
    assert first.cookies["secunity_device"]["httponly"]
    assert not mail.outbox
    with django_capture_on_commit_callbacks(execute=True):
        enter(newcomer, agent=SAFARI)
    assert [(message.to, message.subject) for message in mail.outbox] == [
        ([newcomer.email], "新しい端末からのサインイン：Safari（iPhone）")
    ]
    assert "/accounts/sessions/" in mail.outbox[0].body


def test_browser_that_hides_its_name_is_mailed_of_all_the_same(
    newcomer: User, django_capture_on_commit_callbacks: Callable
) -> None:
    enter(newcomer)
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(reverse("account_login"), {"login": newcomer.email, "password": PASSWORD})
    assert [message.subject for message in mail.outbox] == ["新しい端末からのサインイン：不明な端末"]


def test_known_device_is_no_news(newcomer: User, django_capture_on_commit_callbacks: Callable) -> None:
    client = enter(newcomer)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("account_logout"))
        enter(newcomer, client, agent=f"{CHROME} newer")
    assert not mail.outbox
    assert KnownDevice.objects.count() == 1


def test_device_of_somebody_else_is_new(
    newcomer: User, make_person: Callable, django_capture_on_commit_callbacks: Callable
) -> None:
    other = make_person("member")
    enter(other)
    client = enter(newcomer)
    client.post(reverse("account_logout"))
    with django_capture_on_commit_callbacks(execute=True):
        enter(other, client)
    assert [message.to for message in mail.outbox] == [[other.email]]


def test_neither_cookie_nor_address_is_kept(newcomer: User) -> None:
    client = enter(newcomer)
    device = KnownDevice.objects.values().get()
    assert client.cookies["secunity_device"].value not in str(device)
    assert "127.0.0.1" not in str(device)
    assert "Mozilla" not in str(device)


def test_public_pages_get_no_cookie(client: Client) -> None:
    assert not client.get("/").cookies


def test_sessions_are_listed_with_device_and_activity(newcomer: User) -> None:
    client = enter(newcomer)
    enter(newcomer, agent=SAFARI)
    page = client.get(reverse("usersessions_list")).content.decode()
    assert "Chrome（Windows）" in page
    assert "Safari（iPhone）" in page
    assert page.count("最後の利用 ") == 2
    assert page.count("この端末</span>") == 1


def test_activity_is_noted_once_in_a_while(newcomer: User) -> None:
    client = enter(newcomer)
    long_ago = timezone.now() - timedelta(hours=1)
    session = UserSession.objects.get()
    for noted_before, is_noted in ((0, True), (9_999_999_999, False)):
        stored = client.session
        stored["seen_at"] = noted_before
        stored.save()
        UserSession.objects.update(last_seen_at=long_ago)
        client.get(reverse("usersessions_list"))
        session.refresh_from_db()
        assert (session.last_seen_at > long_ago) is is_noted


def test_one_session_is_ended(newcomer: User) -> None:
    here, there = enter(newcomer), enter(newcomer, agent=SAFARI)
    theirs = UserSession.objects.get(user_agent=SAFARI)
    here.post(reverse("members:session-end", args=[theirs.pk]))
    assert there.get(reverse("usersessions_list")).status_code == 302
    assert here.get(reverse("usersessions_list")).status_code == 200
    assert ModelLogEntry.objects.filter(action="community.sessions_ended").count() == 1
    assert here.post(reverse("members:session-end", args=[theirs.pk])).status_code == 302


def test_all_other_sessions_are_ended(newcomer: User) -> None:
    here, *others = [enter(newcomer) for _ in range(3)]
    here.post(reverse("usersessions_list"))
    assert [client.get(reverse("usersessions_list")).status_code for client in (here, *others)] == [200, 302, 302]
    assert ModelLogEntry.objects.get(action="community.sessions_ended").data == {"sessions": 2}


def test_ending_this_session_signs_out(newcomer: User) -> None:
    client = enter(newcomer)
    answer = client.post(reverse("members:session-end", args=[UserSession.objects.get().pk]))
    assert answer["Location"] == reverse("account_login")
    assert "_auth_user_id" not in client.session


def test_nobody_ends_the_session_of_somebody_else(newcomer: User, make_person: Callable) -> None:
    other = enter(make_person("member"))
    theirs = UserSession.objects.get()
    enter(newcomer).post(reverse("members:session-end", args=[theirs.pk]))
    assert other.get(reverse("usersessions_list")).status_code == 200


def test_password_alone_ends_no_session_of_an_account_with_a_factor(make_person: Callable, sign_in: Callable) -> None:
    person = make_person("member", totp_secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    sign_in(person)
    half = sign_in(person, second_factor=False)
    session = UserSession.objects.create(user=person, session_key="x" * 32, ip="127.0.0.1", user_agent="")
    answer = half.post(reverse("members:session-end", args=[session.pk]))
    assert answer["Location"].startswith(reverse("mfa_reauthenticate"))
    assert UserSession.objects.filter(pk=session.pk).exists()


def test_ended_sessions_and_old_devices_are_forgotten(newcomer: User) -> None:
    enter(newcomer)
    forget_ended_sessions()
    assert UserSession.objects.count() == 1
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    forget_ended_sessions()
    assert not UserSession.objects.exists()

    long_ago = timezone.now() - timedelta(days=500)
    KnownDevice.objects.update(last_seen_at=long_ago)
    AccessChange.objects.create(user_id=newcomer.pk, at=long_ago)
    SharedLimit.objects.create(cache_key="a", value="", expires=long_ago)
    SharedLimit.objects.create(cache_key="b", value="", expires=timezone.now() + timedelta(hours=1))
    forget_what_is_over()
    assert not KnownDevice.objects.exists()
    assert not AccessChange.objects.filter(at=long_ago).exists()
    assert [row.cache_key for row in SharedLimit.objects.all()] == ["b"]
