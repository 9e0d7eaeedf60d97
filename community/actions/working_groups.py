"""Working groups are opened, renamed and closed; people come in and leave; decisions and papers are kept."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.log_actions import log
from wagtail.models import Collection, CollectionViewRestriction

from community.models import (
    User,
    WorkingGroup,
    WorkingGroupDecision,
    WorkingGroupIndexPage,
    WorkingGroupName,
    WorkingGroupPage,
    WorkingGroupRequest,
)
from community.queries.working_groups import keeps_working_group, may_open_working_groups, open_requests
from secunity.core.actions import touch_content

NAMES = ("name_ja", "name_en")
AIMS = ("aim_ja", "aim_en")


@transaction.atomic
def open_working_group(*, by: User, code: str, **words: str) -> WorkingGroup:
    """A new group with its pages in every language, live at once. `words`: names, aims, ways of meeting.

    PermissionDenied unless `by` is of the secretariat, ValidationError where the code is taken.
    """
    _check_opens(by)
    if WorkingGroup.objects.filter(code=code).exists():
        raise ValidationError({"code": _("There is a working group with this code already.")})
    order = WorkingGroup.objects.count() + 1
    group = WorkingGroup.objects.create(code=code, order=order, opened_on=timezone.localdate(), **words)
    for index in WorkingGroupIndexPage.objects.live().select_related("locale").order_by("path"):
        _publish_page(group, index, by)
    _log(group, "community.working_group_opened", by)
    touch_content()
    return group


@transaction.atomic
def rename_working_group(*, group: WorkingGroup, by: User, reason: str = "", **words: str) -> None:
    """Give `group` other names or aims; earlier names stay in its history, and so does its address."""
    _check_opens(by)
    group = WorkingGroup.objects.select_for_update().get(pk=group.pk)
    if any(words.get(name, getattr(group, name)) != getattr(group, name) for name in NAMES):
        before = {name: getattr(group, name) for name in NAMES}
        WorkingGroupName.objects.create(working_group=group, reason=reason, **before)
    old = {language: getattr(group, f"name_{language}") for language in ("ja", "en")}
    old_aims = {language: getattr(group, f"aim_{language}") for language in ("ja", "en")}
    for name, value in words.items():
        setattr(group, name, value)
    group.save()
    for page in group.pages.select_related("locale"):
        _follow_names(page, group, old[page.locale.language_code], old_aims[page.locale.language_code], by)
    _log(group, "community.working_group_renamed", by, reason=reason)
    touch_content()


@transaction.atomic
def close_working_group(*, group: WorkingGroup, by: User, note_ja: str, note_en: str = "") -> None:
    """End the work of `group`: its pages and papers stay, open requests are answered with the reason."""
    _check_opens(by)
    if not group.is_open:
        raise ValidationError(_("This working group has closed already."))
    group.closed_on = timezone.localdate()
    group.closing_note_ja, group.closing_note_en = note_ja, note_en
    group.save()
    answer = {"state": WorkingGroupRequest.State.DECLINED, "decided_by": by, "decided_at": timezone.now()}
    open_requests(group).update(answer=note_ja[:400], **answer)
    _log(group, "community.working_group_closed", by)
    touch_content()


@transaction.atomic
def reopen_working_group(*, group: WorkingGroup, by: User) -> None:
    """Let `group` work again."""
    _check_opens(by)
    group.closed_on = None
    group.closing_note_ja = group.closing_note_en = ""
    group.save()
    _log(group, "community.working_group_opened", by)
    touch_content()


@transaction.atomic
def record_decision(*, group: WorkingGroup, by: User, decision: WorkingGroupDecision) -> WorkingGroupDecision:
    """Keep a decision, new or changed; what everybody may read shows on the group's page at once."""
    _check_keeps(by, group)
    is_new = decision.pk is None
    decision.working_group = group
    decision.recorded_by = by
    decision.save()
    action = "community.working_group_decision_recorded" if is_new else "community.working_group_decision_changed"
    _log(group, action, by, decision=decision.pk)
    touch_content()
    return decision


@transaction.atomic
def delete_decision(*, decision: WorkingGroupDecision, by: User) -> None:
    """Take a decision off the list; the audit log keeps that it was there."""
    _check_keeps(by, decision.working_group)
    _log(decision.working_group, "community.working_group_decision_deleted", by, decision=decision.pk)
    decision.delete()
    touch_content()


@transaction.atomic
def add_document(*, group: WorkingGroup, by: User, title: str, file: UploadedFile) -> AbstractDocument:
    """Put a paper into the group's own private collection, which is made with the first one."""
    _check_keeps(by, group)
    group = WorkingGroup.objects.select_for_update().get(pk=group.pk)
    if group.collection is None:
        group.collection = _private_collection(group)
        group.save(update_fields=["collection"])
    document = get_document_model()(title=title, file=file, uploaded_by_user=by, collection=group.collection)
    document.save()
    _log(group, "community.working_group_document_added", by, document=document.pk)
    return document


@transaction.atomic
def delete_document(*, group: WorkingGroup, by: User, document: AbstractDocument) -> None:
    """Delete a paper of the group."""
    _check_keeps(by, group)
    if group.collection_id is None or document.collection_id != group.collection_id:
        raise PermissionDenied(_("This paper belongs to no working group of yours."))
    _log(group, "community.working_group_document_deleted", by, document=document.pk)
    document.delete()


def _check_opens(by: User) -> None:
    if not may_open_working_groups(by):
        raise PermissionDenied(_("Working groups are opened, renamed and closed by the secretariat."))


def _check_keeps(by: User, group: WorkingGroup) -> None:
    if not keeps_working_group(by, group):
        raise PermissionDenied(_("This is for the chair and the secretary of the working group."))


def _private_collection(group: WorkingGroup) -> Collection:
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    collection = root.add_child(name=f"{group.name_ja} ({group.code})"[:255])
    # The hook on serving documents asks for participation; this keeps the door shut where the hook is not asked.
    CollectionViewRestriction.objects.create(collection=collection, restriction_type=CollectionViewRestriction.LOGIN)
    return collection


def _publish_page(group: WorkingGroup, index: WorkingGroupIndexPage, by: User) -> None:
    language = index.locale.language_code
    page = WorkingGroupPage(
        title=getattr(group, f"name_{language}"),
        slug=group.code,
        lead=getattr(group, f"aim_{language}")[:400],
        working_group=group,
        meeting_mode=getattr(group, f"meeting_mode_{language}"),
        locale=index.locale,
        live=False,
    )
    first = group.pages.first()
    if first is not None:
        page.translation_key = first.translation_key
    index.add_child(instance=page)
    page.save_revision(user=by).publish(user=by, skip_permission_checks=True)


def _follow_names(page: WorkingGroupPage, group: WorkingGroup, old_name: str, old_aim: str, by: User) -> None:
    """Title and lead follow where they still say what the group was called; what editors wrote stays."""
    language = page.locale.language_code
    latest = page.get_latest_revision_as_object()
    for each in (page, latest):
        if each.title == old_name:
            each.title = getattr(group, f"name_{language}")
        if each.lead == old_aim[:400]:
            each.lead = getattr(group, f"aim_{language}")[:400]
    if page.has_unpublished_changes:
        page.save(log_action=False)
        latest.save_revision(user=by)
    else:
        latest.save_revision(user=by).publish(user=by, skip_permission_checks=True)


def _log(group: WorkingGroup, action: str, by: User, **data: Any) -> None:
    log(instance=group, action=action, user=User.objects.get(pk=by.pk), data=data)
