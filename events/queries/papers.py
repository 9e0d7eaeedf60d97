"""Papers of a meeting: private files for those who may come."""

from django.db.models import QuerySet
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument

from events.models import MeetingDesk, MeetingPage
from events.models.access import Reader
from events.queries.people import may_join_call


def papers_of(meeting: MeetingPage) -> QuerySet[AbstractDocument]:
    """The papers of `meeting`, the oldest first: the order in which they were handed in."""
    documents = get_document_model().objects
    return documents.filter(collection__meeting_desk__meeting_key=meeting.translation_key).order_by("created_at", "pk")


def desk_of_paper(document: AbstractDocument) -> MeetingDesk | None:
    """The desk of the meeting that a document belongs to."""
    return MeetingDesk.objects.filter(collection=document.collection_id).first()


def may_open_paper(user: Reader, desk: MeetingDesk) -> bool:
    """Whether `user` may open the papers of a meeting: who may be in its call."""
    page = MeetingPage.objects.filter(translation_key=desk.meeting_key).order_by("-live").first()
    return page is not None and may_join_call(user, page)
