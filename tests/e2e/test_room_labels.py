"""Labels of a room that two people widen, and talk under the Chatham House rule that leaves the room without names."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.rooms import act, enter_room, line_with, say
from tests.served import ServedHub

pytestmark = pytest.mark.e2e
Open = Callable[..., BrowserContext]
SignIn = Callable[[BrowserContext, str], Page]
SECRETARY = """
from community.actions import grant_role
from community.models import Role, User, WorkingGroup
group = WorkingGroup.objects.get(code="secunity")
grant_role(user=User.objects.get(email__startswith="reviewer@"), role=Role.SECRETARY, working_group=group)
"""
UNNAMED = """
from events.models import Room
print(Room.objects.filter(is_chatham_house=True, head__gt=0).values_list("slug", flat=True).get())
"""
NAMES = """
from community.models import User
print(*User.objects.values_list("name", flat=True), sep=",")
"""
READ = "navigator.clipboard.readText()"


def set_label(page: Page, label: str) -> None:
    tools = page.locator(".room-tools")
    if tools.get_attribute("open") is None:
        tools.locator("summary").click()
    page.locator("#tlp-choice").select_option(label)
    page.get_by_role("button", name="共有範囲を変更する").click()


def test_wider_label_holds_once_a_second_person_agrees(hub: ServedHub, open_context: Open, sign_in: SignIn) -> None:
    hub.run("shell", "-v", "0", "-c", SECRETARY)
    chair, secretary = sign_in(open_context("phone"), "admin"), sign_in(open_context(), "reviewer")
    member = sign_in(open_context(), "member")
    everybody = (chair, secretary, member)
    for page in everybody:
        enter_room(page)
        expect(page.locator("#present")).to_contain_text("人が参加中")
    set_label(chair, "AMBER")
    for page in everybody:
        expect(page.locator("#room-tlp")).to_contain_text("TLP:AMBER")
    say(member, "AMBERのもとの話")

    set_label(chair, "GREEN")
    for page in everybody:
        expect(page.locator("#tlp-proposal-words")).to_contain_text("TLP:GREEN")
        expect(page.locator("#room-tlp")).to_contain_text("TLP:AMBER")
        expect(line_with(page, "AMBERのもとの話")).to_be_visible()
    expect(chair.locator("#tlp-agree")).to_be_hidden()
    expect(member.locator("#tlp-agree")).to_be_hidden()
    member.reload()
    expect(member.locator("#tlp-proposal-words")).to_contain_text("TLP:GREEN")

    secretary.locator("#tlp-agree").click()
    for page in everybody:
        expect(page.locator("#room-tlp")).to_contain_text("TLP:GREEN")
        expect(page.locator("#tlp-proposal")).to_be_hidden()
        # Who said it relied on the label it had.
        expect(line_with(page, "AMBERのもとの話").locator(".line-tlp")).to_have_text("TLP:AMBER")


def test_talk_without_names_leaves_without_names(hub: ServedHub, open_context: Open, sign_in: SignIn) -> None:
    page = sign_in(open_context(), "reviewer")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/rooms/{hub.run('shell', '-v', '0', '-c', UNNAMED).strip()}/")
    line = page.locator("#lines .line").first
    shown, words = line.locator(".line-name").inner_text(), line.locator(".line-body").inner_text()
    names = hub.run("shell", "-v", "0", "-c", NAMES).strip().split(",")
    assert not [name for name in names if name in page.locator("#lines").inner_text()]

    act(line, "コピーする")
    expect(page.locator("#announcer")).to_have_text("コピーしました")
    by_button = page.evaluate(READ)
    line.locator(".line-body").select_text()
    page.keyboard.press("Control+c")
    for copied in (by_button, page.evaluate(READ)):
        assert words in copied
        assert "TLP:AMBER" in copied
        assert page.locator("h1").inner_text() in copied
        assert shown not in copied
