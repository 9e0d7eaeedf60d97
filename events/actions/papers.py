"""Papers of a meeting are handed in and deleted."""

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.log_actions import log
from wagtail.models import Collection, CollectionViewRestriction

from community.models import User
from events.models import MeetingDesk, MeetingPage
from events.queries.people import holds_meeting


@transaction.atomic
def add_paper(*, meeting: MeetingPage, by: User, title: str, file: UploadedFile) -> AbstractDocument:
    """Put a paper into the meeting's own private collection, which is made with the first one."""
    _check_holds(by, meeting)
    desk = MeetingDesk.held(meeting.translation_key)
    if desk.collection is None:
        desk.collection = _private_collection(meeting)
        desk.save(update_fields=["collection"])
    person = User.objects.get(pk=by.pk)
    document = get_document_model()(title=title, file=file, uploaded_by_user=person, collection=desk.collection)
    document.save()
    log(instance=meeting, action="events.paper_added", user=person, data={"document": document.pk})
    return document


@transaction.atomic
def delete_paper(*, meeting: MeetingPage, by: User, document: AbstractDocument) -> None:
    """Delete a paper of the meeting."""
    _check_holds(by, meeting)
    desk = MeetingDesk.of(meeting.translation_key)
    if desk.collection_id is None or document.collection_id != desk.collection_id:
        raise PermissionDenied(_("This paper belongs to no meeting of yours."))
    log(
        instance=meeting,
        action="events.paper_deleted",
        user=User.objects.get(pk=by.pk),
        data={"document": document.pk},
    )
    document.delete()


def _check_holds(by: User, meeting: MeetingPage) -> None:
    if not holds_meeting(by, meeting):
        raise PermissionDenied(_("This is for those who hold the meeting."))


def _private_collection(meeting: MeetingPage) -> Collection:
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    collection = root.add_child(name=f"{meeting.title[:180]} ({meeting.starts_at:%Y-%m-%d})")
    # The hook on serving documents asks who comes; this keeps the door shut where the hook is not asked.
    CollectionViewRestriction.objects.create(collection=collection, restriction_type=CollectionViewRestriction.LOGIN)
    return collection
