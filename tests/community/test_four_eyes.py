"""Four eyes through the real admin: an organiser submits, another person publishes."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageLogEntry
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from community.actions import grant_role
from community.models import CommunityPage, FourEyesRefusal, Region, RegionPage, RegionTeam, User


@dataclass(frozen=True)
class Desk:
    """A region with a page that an organiser has submitted, and the people around it."""

    page: CommunityPage
    organiser: User
    reviewer: User
    organiser_client: Client
    reviewer_client: Client


def fields(title: str = "港町セキュリティの会", intro: str = "毎月集まります。") -> dict[str, object]:
    return nested_form_data(
        {
            "title": title,
            "slug": "minato",
            "lead": "",
            "intro": intro,
            "since": "2021-04",
            "recognised_by": "",
            "contact": "",
            "problems": streamfield([]),
            "organisers": inline_formset([]),
            "comments": inline_formset([]),
        }
    ) | {"prefectures": ["27"]}


@pytest.fixture
def desk(make_region: Callable[[str], RegionTeam], make_person: Callable[..., User], sign_in: Callable) -> Desk:
    make_region("kinki")
    organiser, reviewer = make_person("organiser", region="kinki"), make_person("reviewer", region="kinki")
    organiser_client = sign_in(organiser)
    parent = RegionPage.objects.get(locale__language_code="ja")
    add = reverse("wagtailadmin_pages:add", args=("community", "communitypage", parent.pk))
    response = organiser_client.post(add, fields() | {"action-submit": "1"})
    assert response.status_code == 302, response.context["form"].errors
    page = CommunityPage.objects.get()
    return Desk(page, organiser, reviewer, organiser_client, sign_in(reviewer))


def edit(client: Client, page: Page, **data: str) -> HttpResponse:
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), fields() | data, follow=True)


def decide(client: Client, page: Page, task_state: int | None = None, action: str = "approve") -> HttpResponse:
    state = task_state or Page.objects.get(pk=page.pk).current_workflow_task_state.pk
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state])
    return client.post(url, {"comment": ""}, follow=True)


def is_live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


def test_submitted_page_is_not_public(desk: Desk) -> None:
    assert desk.page.workflow_in_progress
    assert not is_live(desk.page)


def test_organiser_cannot_publish_by_the_button(desk: Desk) -> None:
    edit(desk.organiser_client, desk.page, **{"action-publish": "1"})
    assert not is_live(desk.page)


def test_organiser_cannot_approve(desk: Desk) -> None:
    decide(desk.organiser_client, desk.page)
    assert not is_live(desk.page)


def test_reviewer_publishes(desk: Desk) -> None:
    decide(desk.reviewer_client, desk.page)
    assert is_live(desk.page)
    log = PageLogEntry.objects.filter(page=desk.page.pk, action="wagtail.publish")
    assert [entry.user for entry in log] == [desk.reviewer]


def test_reviewer_publishes_from_the_editor(desk: Desk) -> None:
    edit(desk.reviewer_client, desk.page, **{"action-workflow-action": "1", "workflow-action-name": "approve"})
    assert is_live(desk.page)


def test_reviewer_sends_back_and_organiser_submits_again(desk: Desk) -> None:
    decide(desk.reviewer_client, desk.page, action="reject")
    assert Page.objects.get(pk=desk.page.pk).current_workflow_state.status == "needs_changes"
    edit(desk.organiser_client, desk.page, intro="毎月、港で集まります。", **{"action-submit": "1"})
    decide(desk.reviewer_client, desk.page)
    assert is_live(desk.page)


def test_author_who_reviews_too_cannot_approve_their_own(desk: Desk, sign_in: Callable) -> None:
    grant_role(user=desk.organiser, role="reviewer", region=Region.objects.get(code="kinki"))
    client = sign_in(desk.organiser)
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[desk.page.pk]))
    assert 'data-workflow-action-name="approve"' not in editor.content.decode()
    assert "別の審査者が承認します" in editor.content.decode()
    decide(client, desk.page)
    edit(client, desk.page, **{"action-workflow-action": "1", "workflow-action-name": "approve"})
    assert not is_live(desk.page)


def test_reviewer_who_edits_while_approving_is_refused_with_words(desk: Desk) -> None:
    answer = edit(
        desk.reviewer_client,
        desk.page,
        intro="ほかの文章にします。",
        **{"action-workflow-action": "1", "workflow-action-name": "approve"},
    )
    assert not is_live(desk.page)
    assert "別の審査者が承認します" in answer.content.decode()
    assert answer.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[desk.page.pk])
    assert CommunityPage.objects.get().get_latest_revision_as_object().intro == "ほかの文章にします。"


def test_reviewer_who_edited_earlier_cannot_approve(desk: Desk, make_person: Callable, sign_in: Callable) -> None:
    edit(desk.reviewer_client, desk.page, intro="直しました。")
    decide(desk.reviewer_client, desk.page)
    assert not is_live(desk.page)
    decide(sign_in(make_person("reviewer", region="kinki")), desk.page)
    assert is_live(desk.page)


def test_author_of_an_earlier_draft_cannot_approve_what_another_submitted(
    desk: Desk, make_person: Callable, sign_in: Callable
) -> None:
    drafter = make_person("organiser", "reviewer", region="kinki")
    decide(desk.reviewer_client, desk.page, action="reject")
    edit(sign_in(drafter), desk.page, intro="ここからは私の文です。")
    edit(desk.organiser_client, desk.page, intro="ここからは私の文です。", **{"action-submit": "1"})
    decide(sign_in(drafter), desk.page)
    assert not is_live(desk.page)


def test_author_of_the_public_text_may_approve_the_next_change(
    desk: Desk, make_person: Callable, sign_in: Callable
) -> None:
    grant_role(user=desk.organiser, role="reviewer", region=Region.objects.get(code="kinki"))
    decide(desk.reviewer_client, desk.page)
    colleague = sign_in(make_person("organiser", region="kinki"))
    edit(colleague, desk.page, intro="新しい紹介です。", **{"action-submit": "1"})
    decide(sign_in(desk.organiser), desk.page)
    assert CommunityPage.objects.get().intro == "新しい紹介です。"


def test_administrator_who_wrote_it_cannot_approve_it(desk: Desk, make_person: Callable, sign_in: Callable) -> None:
    administrator = make_person("administrator")
    desk.page.get_latest_revision_as_object().save_revision(user=administrator)
    decide(sign_in(administrator), desk.page)
    assert not is_live(desk.page)


def test_asking_about_another_page_does_not_open_ones_own(desk: Desk, sign_in: Callable) -> None:
    """The admin asks about the page in the address but acts on the state in the address."""
    grant_role(user=desk.organiser, role="reviewer", region=Region.objects.get(code="kinki"))
    grant_role(user=desk.reviewer, role="organiser", region=Region.objects.get(code="kinki"))
    parent = RegionPage.objects.get(locale__language_code="ja")
    add = reverse("wagtailadmin_pages:add", args=("community", "communitypage", parent.pk))
    sign_in(desk.reviewer).post(add, fields() | {"slug": "other", "action-submit": "1"})
    other = CommunityPage.objects.get(slug="other")
    own_state = Page.objects.get(pk=desk.page.pk).current_workflow_task_state.pk
    decide(sign_in(desk.organiser), other, task_state=own_state)
    assert not is_live(desk.page)
    assert not is_live(other)


def test_reviewer_of_another_region_cannot_decide(
    desk: Desk, make_region: Callable, make_person: Callable, sign_in: Callable
) -> None:
    make_region("kanto")
    stranger = sign_in(make_person("reviewer", region="kanto"))
    for action in ("approve", "reject"):
        decide(stranger, desk.page, action=action)
    assert not is_live(desk.page)
    assert desk.page.current_workflow_state.status == "in_progress"


def test_refusal_also_holds_outside_the_admin(desk: Desk) -> None:
    grant_role(user=desk.organiser, role="reviewer", region=Region.objects.get(code="kinki"))
    page = Page.objects.get(pk=desk.page.pk)
    author = User.objects.get(pk=desk.organiser.pk)
    with pytest.raises(FourEyesRefusal):
        page.current_workflow_task.specific.on_action(page.current_workflow_task_state, author, "approve")
