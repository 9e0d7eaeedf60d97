"""The desk of a working group as its people use it."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.documents import get_document_model

from community.actions import grant_role
from community.models import User, WorkingGroup, WorkingGroupDecision, WorkingGroupMembership, WorkingGroupRequest
from tests.conftest import Tree
from tests.factories.community import WorkingGroupFactory, working_group_page

DESK = "/members/working-groups/sme/"
PDF = b"%PDF-1.7\n%%EOF"
SignIn = Callable[..., Client]
Make = Callable[..., User]


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Any) -> None:
    """Papers are served from a real folder."""
    settings.MEDIA_ROOT = tmp_path
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": files}


@pytest.fixture
def group(content_tree: Tree) -> WorkingGroup:
    group = WorkingGroupFactory(code="sme", name_ja="中小企業WG")
    working_group_page(content_tree.working_groups["ja"], group)
    return group


@pytest.fixture
def chair(make_person: Make, group: WorkingGroup) -> User:
    person = make_person("member", name="議長 花子")
    grant_role(user=person, role="chair", working_group=group)
    return person


@pytest.fixture
def participant(make_person: Make, group: WorkingGroup) -> User:
    person = make_person("member", name="参加 太郎")
    WorkingGroupMembership.objects.create(user=person, working_group=group)
    return person


def hand_in(client: Client, name: str = "paper.pdf", content: bytes = PDF, title: str = "資料1") -> int:
    file = SimpleUploadedFile(name, content)
    return client.post(f"{DESK}papers/", {"title": title, "file": file}).status_code


def open_document(*extra: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        for name in ("content.xml", *extra):
            file.writestr(name, "x")
    return packed.getvalue()


def test_strangers_are_asked_to_sign_in(client: Client, group: WorkingGroup) -> None:
    for address in ("/members/working-groups/", DESK, f"{DESK}decisions/new/"):
        assert client.get(address).status_code == 302


def test_member_asks_and_chair_lets_in(sign_in: SignIn, chair: User, make_person: Make, group: WorkingGroup) -> None:
    member = make_person("member", name="新人 次郎")
    own = sign_in(member)
    assert "参加を申し込む" in own.get(DESK).content.decode()
    assert own.post(f"{DESK}join/", {"seat": "expert", "message": "経験があります"}).status_code == 302
    assert "申し込みを取り下げる" in own.get(DESK).content.decode()
    asked = WorkingGroupRequest.objects.get()
    keeper = sign_in(chair)
    assert "新人 次郎" in keeper.get(DESK).content.decode()
    assert "中小企業WG" in keeper.get("/members/working-groups/").content.decode()
    assert keeper.post(f"{DESK}requests/{asked.pk}/", {"decision": "approve"}).status_code == 302
    assert "参加をやめる" in own.get(DESK).content.decode()


def test_declining_without_a_reason_is_said_and_nothing_is_lost(
    sign_in: SignIn, chair: User, make_person: Make, group: WorkingGroup
) -> None:
    asked = WorkingGroupRequest.objects.create(user=make_person("member"), working_group=group)
    keeper = sign_in(chair)
    long = "長" * 401
    response = keeper.post(f"{DESK}requests/{asked.pk}/", {"decision": "decline", f"request-{asked.pk}-answer": long})
    assert response.status_code == 422
    assert long in response.content.decode()
    assert keeper.post(f"{DESK}requests/{asked.pk}/", {"decision": "dance"}).status_code == 422
    asked.refresh_from_db()
    assert asked.state == WorkingGroupRequest.State.OPEN


def test_others_requests_are_not_found(sign_in: SignIn, make_person: Make, group: WorkingGroup) -> None:
    asked = WorkingGroupRequest.objects.create(user=make_person("member"), working_group=group)
    answer = sign_in(make_person("member")).post(f"{DESK}requests/{asked.pk}/", {"decision": "approve"})
    assert answer.status_code == 404


def test_roster_is_for_those_who_take_part(
    sign_in: SignIn, chair: User, participant: User, make_person: Make, client: Client
) -> None:
    assert "参加 太郎" in sign_in(chair).get(DESK).content.decode()
    assert "参加 太郎" not in sign_in(make_person("member")).get(DESK).content.decode()
    public = client.get("/working-groups/sme/").content.decode()
    assert "参加 太郎" not in public
    assert "議長 花子" not in public


def test_decisions_are_public_only_where_it_says_so(
    sign_in: SignIn, chair: User, participant: User, make_person: Make, client: Client
) -> None:
    keeper = sign_in(chair)
    for text, public in (("公開する決定", "on"), ("内輪の決定", "")):
        keeper.post(f"{DESK}decisions/new/", {"decided_on": "2026-10-01", "text_ja": text, "is_public": public})
    readers = {"everybody": client.get("/working-groups/sme/"), "member": sign_in(make_person("member")).get(DESK)}
    for response in readers.values():
        assert "公開する決定" in response.content.decode()
        assert "内輪の決定" not in response.content.decode()
    assert "内輪の決定" in sign_in(participant).get(DESK).content.decode()


def test_decision_is_changed_and_taken_off(sign_in: SignIn, chair: User, group: WorkingGroup, client: Client) -> None:
    kept = WorkingGroupDecision.objects.create(working_group=group, text_ja="はじめ", is_public=True)
    keeper, address = sign_in(chair), f"{DESK}decisions/{kept.pk}/"
    assert client.get("/working-groups/sme/").content.decode().count("はじめ") == 1
    keeper.post(address, {"decided_on": "2026-10-01", "text_ja": "あらため", "is_public": "on", "do": "keep"})
    assert "あらため" in client.get("/working-groups/sme/").content.decode()
    future = keeper.post(address, {"decided_on": "2999-10-01", "text_ja": "あらため二"})
    assert future.status_code == 422
    assert "あらため二" in future.content.decode()
    keeper.post(address, {"do": "delete"})
    assert "あらため" not in client.get("/working-groups/sme/").content.decode()


def test_participants_write_no_decisions_and_hand_in_no_papers(sign_in: SignIn, participant: User) -> None:
    own = sign_in(participant)
    assert own.get(f"{DESK}decisions/new/").status_code == 403
    assert own.post(f"{DESK}decisions/new/", {"text_ja": "勝手な決定"}).status_code == 403
    assert hand_in(own) == 403
    assert not WorkingGroupDecision.objects.exists()
    assert not get_document_model().objects.exists()


def test_paper_opens_for_participants_with_their_second_factor_only(
    sign_in: SignIn, chair: User, participant: User, make_person: Make, client: Client
) -> None:
    assert hand_in(sign_in(chair)) == 302
    paper = get_document_model().objects.get()
    assert "資料1" in sign_in(participant).get(DESK).content.decode()
    served = sign_in(participant).get(paper.url)
    assert b"".join(served.streaming_content) == PDF
    served.close()
    assert sign_in(participant, second_factor=False).get(paper.url).status_code == 302
    assert sign_in(make_person("member")).get(paper.url).status_code == 403
    assert sign_in(make_person("organiser", region="kinki")).get(paper.url).status_code == 403
    assert client.get(paper.url).status_code == 302
    for reader in (client, sign_in(chair)):
        for way in ("", "images/../", "images/%2e%2e/"):
            assert reader.get(f"/media/{way}{paper.file.name}").status_code in (400, 404)
    assert "資料1" not in sign_in(make_person("member")).get(DESK).content.decode()


def test_paper_of_another_group_is_not_deleted(sign_in: SignIn, chair: User, make_person: Make) -> None:
    hand_in(sign_in(chair))
    paper = get_document_model().objects.get()
    other = WorkingGroupFactory(code="hr")
    stranger = make_person("member")
    grant_role(user=stranger, role="chair", working_group=other)
    for address in (f"{DESK}papers/{paper.pk}/delete/", f"/members/working-groups/hr/papers/{paper.pk}/delete/"):
        assert sign_in(stranger).post(address).status_code in (403, 404)
    assert sign_in(chair).post(f"{DESK}papers/{paper.pk}/delete/").status_code == 302
    assert not get_document_model().objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("evil.pdf", b"MZ\x90\x00"),
        ("page.pdf", b"<html>%PDF-</html>"),
        ("macro.odt", open_document("Basic/Standard/Module1.xml")),
        ("zip.ods", b"PK\x03\x04 no zip at all"),
        ("table.csv", b"a,b\x00c"),
        ("picture.svg", b"<svg/>"),
        ("macro.docm", b"PK"),
        ("none", b"x"),
        ("empty.pdf", b""),
    ],
)
def test_file_that_is_not_what_its_name_says_is_refused(
    sign_in: SignIn, chair: User, name: str, content: bytes
) -> None:
    file = SimpleUploadedFile(name, content)
    response = sign_in(chair).post(f"{DESK}papers/", {"title": "残る題", "file": file})
    assert response.status_code == 422
    assert "残る題" in response.content.decode()
    assert not get_document_model().objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.odt", open_document()), ("a.csv", "列,値\n".encode("cp932")), ("../../a.txt", "文".encode())],
)
def test_honest_files_are_taken(sign_in: SignIn, chair: User, name: str, content: bytes) -> None:
    assert hand_in(sign_in(chair), name, content) == 302
    assert ".." not in get_document_model().objects.get().file.name


def test_secretariat_opens_renames_and_closes(sign_in: SignIn, make_person: Make, group: WorkingGroup) -> None:
    office = sign_in(make_person("secretariat"))
    words = {"name_ja": "新WG", "name_en": "New WG", "aim_ja": "話す。", "aim_en": "Talk."}
    response = office.post("/members/working-groups/new/", {"code": "Threat", **words})
    assert response["Location"] == "/members/working-groups/threat/"
    assert office.post("/members/working-groups/new/", {"code": "new", **words}).status_code == 422
    too_long = office.post("/members/working-groups/new/", {"code": "long", **words, "name_ja": "長" * 10_000})
    assert too_long.status_code == 422
    assert "長" * 10_000 in too_long.content.decode()
    assert office.post("/members/working-groups/new/", {"code": "sme", **words}).status_code == 422
    assert office.post(f"{DESK}edit/", {"do": "rename", **words, "name_ja": "改名WG"}).status_code == 302
    assert group.earlier_names.get().name_ja == "中小企業WG"
    assert office.post(f"{DESK}edit/", {"do": "close"}).status_code == 422
    assert office.post(f"{DESK}edit/", {"do": "close", "note_ja": "終了"}).status_code == 302
    assert not WorkingGroup.objects.get(pk="sme").is_open
    assert office.post(f"{DESK}edit/", {"do": "reopen"}).status_code == 302


def test_chair_does_not_rename(sign_in: SignIn, chair: User) -> None:
    assert sign_in(chair).get(f"{DESK}edit/").status_code == 403
    assert sign_in(chair).get("/members/working-groups/new/").status_code == 403


def test_desk_speaks_english(sign_in: SignIn, chair: User) -> None:
    assert "Write down a decision" in sign_in(chair).get(f"/en{DESK}").content.decode()
