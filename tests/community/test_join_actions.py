"""Applications from the first mail to the answer, without a browser."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from wagtail.models import ModelLogEntry

from community.actions import grant_role
from community.actions.joining import (
    accept_application,
    decline_application,
    save_step,
    start_application,
    submit_application,
    withdraw_application,
)
from community.models import Application, ConsentRecord, DirectoryEntry, Invitation, Organisation, User
from community.queries import is_member, leads
from community.queries.applications import application_of_link, applications_for, link_of
from community.queries.consents import missing_consents
from tests.conftest import Tree
from tests.factories.community import application_of

Make = Callable[..., User]

pytestmark = pytest.mark.usefixtures("content_tree")


@pytest.fixture
def posted(django_capture_on_commit_callbacks: Callable) -> Callable[..., list[mail.EmailMessage]]:
    """What is sent by an action: `posted(start_application, email=…)`."""

    def post(action: Callable, **arguments: object) -> list[mail.EmailMessage]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            action(**arguments)
        return list(mail.outbox)

    return post


@pytest.fixture
def organiser(make_region: Callable, make_person: Make) -> User:
    make_region("kinki")
    return make_person("organiser", region="kinki")


def begin(posted: Callable, email: str) -> mail.EmailMessage:
    [message] = posted(start_application, email=email, membership_class="corp", language="ja")
    return message


def test_first_mail_brings_a_link_that_opens_the_application(posted: Callable) -> None:
    message = begin(posted, "new@example.jp")
    assert message.to == ["new@example.jp"]
    application = Application.objects.get()
    assert f"/join/application/{link_of(application)}/" in message.body
    assert application_of_link(link_of(application)) == application


def test_known_address_gets_other_words_by_the_same_way(posted: Callable, make_person: Make) -> None:
    make_person("member", email="here@example.jp", name="在籍 花子")
    message = begin(posted, "HERE@example.jp")
    assert "在籍 花子" in message.body
    assert "/accounts/login/" in message.body
    assert Application.objects.count() == 1


def test_asking_twice_finds_the_same_application(posted: Callable) -> None:
    first, second = begin(posted, "new@example.jp"), begin(posted, " New@Example.jp ")
    assert Application.objects.count() == 1
    assert first.body == second.body


@pytest.mark.parametrize("change", ["", "x", "0" * 64])
def test_forged_link_opens_nothing(posted: Callable, change: str) -> None:
    begin(posted, "new@example.jp")
    link = link_of(Application.objects.get())
    assert application_of_link(link[:-1] + ("0" if link[-1] != "0" else "1")) is None
    assert application_of_link(change) is None


def test_what_is_written_is_sealed(db: None) -> None:
    application = application_of()
    with connection.cursor() as cursor:
        cursor.execute("SELECT particulars FROM community_application")
        [[stored]] = cursor.fetchall()
    assert "みどり" in str(application.particulars)
    assert "midori" not in stored
    assert "みどり" not in stored


def test_submission_needs_every_consent(db: None) -> None:
    application = application_of()
    Application.objects.filter(pk=application.pk).update(state="draft")
    ConsentRecord.objects.first().delete()
    with pytest.raises(ValidationError, match="3つ"):
        submit_application(application=application)
    assert Application.objects.get().state == "draft"


def test_region_follows_from_the_prefecture(db: None) -> None:
    assert application_of().region_id == "kinki"


def test_only_the_organisers_of_the_region_see_it(organiser: User, make_region: Callable, make_person: Make) -> None:
    application = application_of()
    make_region("kanto")
    assert list(applications_for(organiser)) == [application]
    for other in (make_person("organiser", region="kanto"), make_person("member")):
        assert not applications_for(other).exists()
        with pytest.raises(PermissionDenied):
            accept_application(application=application, by=other)


def test_secretariat_sees_every_region(make_person: Make) -> None:
    application = application_of()
    secretariat = make_person()
    grant_role(user=secretariat, role="secretariat")
    assert list(applications_for(secretariat)) == [application]


def test_acceptance_makes_everything_at_once(organiser: User, posted: Callable) -> None:
    application = application_of()
    [message] = posted(accept_application, application=application, by=organiser)
    person = User.objects.get(email="midori@example.jp")
    organisation = Organisation.objects.get(corporate_number__endswith="999900009901")
    assert is_member(person)
    assert leads(person, organisation)
    assert not person.has_usable_password()
    assert missing_consents(person) == []
    assert f"/join/invitation/{link_of(Invitation.objects.get())}/" in message.body
    assert DirectoryEntry.objects.get(organisation=organisation).is_listed
    assert organisation.size_band_id == "s4"
    assert {name.name for name in organisation.names.all()} >= {"あおば", "AOBA", "架空あおば製作所"}
    assert [each.domain for each in organisation.domains.all()] == ["aoba.example"]


def test_acceptance_that_fails_leaves_nothing(organiser: User, monkeypatch: pytest.MonkeyPatch) -> None:
    application = application_of()

    def fail(**_arguments: object) -> None:
        raise ValidationError("the mail cannot be written")

    monkeypatch.setattr("community.actions.joining.invite_accepted", fail)
    with pytest.raises(ValidationError):
        accept_application(application=application, by=organiser)
    assert not User.objects.filter(email="midori@example.jp").exists()
    assert not Organisation.objects.exists()
    assert Application.objects.get().state == "submitted"


def test_second_answer_is_refused_with_words(organiser: User) -> None:
    application = application_of()
    decline_application(application=application, by=organiser, reason="対象の外です。")
    with pytest.raises(ValidationError, match="変更できません"):
        accept_application(application=application, by=organiser)


def test_declining_needs_a_reason_and_sends_it(organiser: User, posted: Callable) -> None:
    application = application_of()
    with pytest.raises(ValidationError):
        decline_application(application=application, by=organiser, reason="  ")
    [message] = posted(decline_application, application=application, by=organiser, reason="対象の外です。")
    assert "対象の外です。" in message.body
    assert not ConsentRecord.objects.filter(withdrawn_at=None).exists()


def test_nobody_answers_their_own_application(organiser: User) -> None:
    application = application_of(email=organiser.email)
    with pytest.raises(PermissionDenied):
        accept_application(application=application, by=organiser)


def test_second_applicant_of_a_firm_joins_it(organiser: User) -> None:
    accept_application(application=application_of(), by=organiser)
    accept_application(application=application_of(email="second@example.jp"), by=organiser)
    organisation = Organisation.objects.get()
    first, second = User.objects.get(email="midori@example.jp"), User.objects.get(email="second@example.jp")
    assert leads(first, organisation)
    assert not leads(second, organisation)
    assert organisation.affiliations.count() == 2


def test_member_brings_in_a_second_organisation(organiser: User, make_person: Make, posted: Callable) -> None:
    member = make_person("member", email="midori@example.jp")
    [message] = posted(accept_application, application=application_of(), by=organiser)
    assert User.objects.filter(email="midori@example.jp").count() == 1
    assert leads(member, Organisation.objects.get())
    assert "/join/invitation/" not in message.body


def test_individual_gets_an_entry_and_no_organisation(organiser: User) -> None:
    person = accept_application(application=application_of(membership_class="individual"), by=organiser)
    assert not Organisation.objects.exists()
    assert person.entry.membership_class == "individual"
    assert person.entry.prefecture_id == "27"


def test_withdrawal_deletes_what_was_written(db: None) -> None:
    application = application_of()
    withdraw_application(application=application)
    application.refresh_from_db()
    assert (application.state, application.particulars) == ("withdrawn", {})
    assert not ConsentRecord.objects.exists()
    with pytest.raises(ValidationError):
        save_step(application=application, step="person", facts={"name": "x"})


def test_log_names_no_applicant(organiser: User) -> None:
    accept_application(application=application_of(), by=organiser)
    entries = ModelLogEntry.objects.filter(action__startswith="community.application")
    assert [entry.action for entry in entries.order_by("pk")] == [
        "community.application_submitted",
        "community.application_accepted",
    ]
    assert not any("みどり" in f"{entry.label}{entry.data}" or "midori" in str(entry.data) for entry in entries)


def test_link_of_one_application_opens_no_other(content_tree: Tree, posted: Callable) -> None:
    begin(posted, "one@example.jp")
    begin(posted, "two@example.jp")
    one, two = Application.objects.order_by("created_at")
    assert application_of_link(one.key.hex + link_of(two)[32:]) is None
