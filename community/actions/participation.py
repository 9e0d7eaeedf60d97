"""Members ask to take part in a working group, are let in or not, and leave."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.models import (
    GROUP_ROLES,
    Organisation,
    Seat,
    User,
    WorkingGroup,
    WorkingGroupMembership,
    WorkingGroupRequest,
)
from community.queries import belongs_to
from community.queries.notifications import language_of, told_at_once
from community.queries.working_groups import keeps_working_group, may_ask_to_join, office_holders
from secunity.core.actions import mail_on_commit
from secunity.core.queries import absolute_url

State = WorkingGroupRequest.State
MAIL_KIND = "working_groups"


@transaction.atomic
def ask_to_join(
    *, group: WorkingGroup, user: User, seat: Seat, organisation: Organisation | None = None, message: str = ""
) -> WorkingGroupRequest:
    """Ask to take part; chairs and secretaries get a mail. ValidationError where `user` may not or has asked before."""
    WorkingGroup.objects.select_for_update().get(pk=group.pk)
    if not may_ask_to_join(user, group):
        raise ValidationError(_("You take part already, have asked before, or the working group has closed."))
    if seat == Seat.ORGANISATION and not belongs_to(user, organisation):
        raise ValidationError({"organisation": _("Please choose an organisation you belong to.")})
    request = WorkingGroupRequest.objects.create(
        working_group=group,
        user=user,
        seat=seat,
        organisation=organisation if seat == Seat.ORGANISATION else None,
        message=message,
    )
    _log(group, "community.working_group_join_asked", user)
    for keeper in told_at_once({grant.user for grant in office_holders(group)}):
        _mail(keeper, "community/mail/working_group_asked.txt", request)
    return request


@transaction.atomic
def withdraw_request(*, request: WorkingGroupRequest, by: User) -> None:
    """Take back one's own request."""
    request = _waiting(request)
    if request.user_id != by.pk:
        raise PermissionDenied(_("Only who has asked takes a request back."))
    _decide(request, State.WITHDRAWN, by, "")


@transaction.atomic
def approve_request(*, request: WorkingGroupRequest, by: User) -> WorkingGroupMembership:
    """Let somebody in, on the seat asked for."""
    request = _waiting(request)
    _check_decides(by, request)
    _decide(request, State.APPROVED, by, "")
    membership, _is_new = WorkingGroupMembership.objects.get_or_create(
        user=request.user,
        working_group=request.working_group,
        defaults={"seat": request.seat, "organisation": request.organisation},
    )
    _mail(request.user, "community/mail/working_group_answered.txt", request)
    return membership


@transaction.atomic
def decline_request(*, request: WorkingGroupRequest, by: User, reason: str) -> None:
    """Do not let somebody in, and say why."""
    request = _waiting(request)
    _check_decides(by, request)
    if not reason.strip():
        raise ValidationError({"answer": _("Please give a reason: the person who asked will read it.")})
    _decide(request, State.DECLINED, by, reason.strip())
    _mail(request.user, "community/mail/working_group_answered.txt", request)


@transaction.atomic
def leave_working_group(*, membership: WorkingGroupMembership, by: User) -> None:
    """End taking part: one's own, or another's for who keeps the group. A chair's or secretary's office is given back
    first, by those who gave it."""
    group, user = membership.working_group, membership.user
    if by.pk != user.pk and not keeps_working_group(by, group):
        raise PermissionDenied(_("This is for the chair and the secretary of the working group."))
    if user.role_grants.filter(role__in=GROUP_ROLES, working_group=group).exists():
        raise ValidationError(_("Chairs and secretaries first give back their role."))
    membership.delete()
    _log(group, "community.working_group_left", by, person=user.pk)


def _waiting(request: WorkingGroupRequest) -> WorkingGroupRequest:
    """The request, held, if nobody has decided yet."""
    held = WorkingGroupRequest.objects.select_for_update().select_related("working_group", "user", "organisation")
    request = held.get(pk=request.pk)
    if request.state != State.OPEN:
        raise ValidationError(_("This request has been answered already."))
    return request


def _check_decides(by: User, request: WorkingGroupRequest) -> None:
    if not keeps_working_group(by, request.working_group) or request.user_id == by.pk:
        raise PermissionDenied(
            _("Requests are answered by the chair, the secretary or the secretariat, not by oneself.")
        )
    if not request.working_group.is_open:
        raise ValidationError(_("This working group has closed already."))


def _decide(request: WorkingGroupRequest, state: str, by: User, answer: str) -> None:
    request.state, request.decided_by, request.decided_at, request.answer = state, by, timezone.now(), answer
    request.save()
    _log(request.working_group, f"community.working_group_join_{state}", by, person=request.user_id)


def _mail(recipient: User, template: str, request: WorkingGroupRequest) -> None:
    url = absolute_url(f"/members/working-groups/{request.working_group_id}/")
    context = {"request": request, "group": request.working_group, "recipient": recipient, "url": url}
    mail_on_commit(
        recipient=recipient.email,
        language=language_of(recipient),
        template=template,
        context=context,
        kind=MAIL_KIND,
    )


def _log(group: WorkingGroup, action: str, by: User, **data: int) -> None:
    log(instance=group, action=action, user=User.objects.get(pk=by.pk), data=data)
