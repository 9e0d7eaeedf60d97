"""Papers stay among participants, and the admin goes round no rule about people."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.documents.models import AbstractDocument

from community.adapters import refuse, refuse_non_member
from community.models import User
from community.queries.working_groups import is_working_group_paper, may_open_document
from secunity.core.actions import record_access


@hooks.register("before_serve_document")
def keep_papers_among_participants(document: AbstractDocument, request: HttpRequest) -> HttpResponse | None:
    """Papers of a working group open for those who take part, with their second factor; nobody else."""
    if not is_working_group_paper(document):
        return None
    refused = refuse_non_member(request)
    if refused is None and not may_open_document(request.user, document):
        return refuse(request, _("This paper is for those who take part in the working group."))
    return refused


BY_TWO = gettext_lazy("Roles are given and taken on the page of roles, and people come by invitation.")


@hooks.register("before_create_user")
@hooks.register("before_delete_user")
@hooks.register("before_edit_user")
def keep_four_eyes_on_roles(request: HttpRequest, user: User | None = None) -> HttpResponse | None:
    """Two people give a role, people come by invitation and leave with their period: the admin goes round neither."""
    if user is not None and request.resolver_match and request.resolver_match.url_name == "edit":
        held = (user.is_superuser, {str(pk) for pk in user.groups.values_list("pk", flat=True)})
        if request.method != "POST":
            record_access(
                actor=cast(User, request.user), instance=user, data_class="P2", purpose="account in the admin"
            )
        if request.method != "POST" or held == ("is_superuser" in request.POST, set(request.POST.getlist("groups"))):
            return None
    return refuse(request, str(BY_TWO))


@hooks.register("before_bulk_action")
def keep_four_eyes_on_many(request: HttpRequest, action: str, _them: object, view: object) -> HttpResponse | None:
    """The same for many people at once."""
    if getattr(view, "model", None) is not User or action not in {"assign_role", "delete"}:
        return None
    return refuse(request, str(BY_TWO))
