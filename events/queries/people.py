"""For whom a meeting is, and who holds it."""

from django.db.models import Q, QuerySet

from community.models import GROUP_ROLES, REGIONAL_ROLES, Role, User
from community.queries import is_administrator, is_chair_of, is_organiser_of, is_secretariat, is_secretary_of
from events.models import MeetingPage, Registration
from events.models.access import Reader


def holds_meeting(user: Reader, meeting: MeetingPage) -> bool:
    """Whether `user` looks after it: organisers of its region, chair and secretary of its group, else the secretariat.

    The one predicate for registrations, attendance, papers, the call's address and cancelling. Who writes the minutes
    is another question (`keeps_minutes`): it opens no registrations, so the secretariat may help there everywhere.
    """
    if is_administrator(user):
        return True
    if meeting.working_group_id is not None:
        code = str(meeting.working_group_id)
        if is_chair_of(user, code) or is_secretary_of(user, code):
            return True
    if meeting.region_id is not None:
        return is_organiser_of(user, str(meeting.region_id))
    return meeting.working_group_id is None and is_secretariat(user)


def holders_of(meeting: MeetingPage) -> QuerySet[User]:
    """The people for whom `holds_meeting` is true by office; administrators look after everything and are not named."""
    office = Q()
    if meeting.working_group_id is not None:
        office |= Q(role_grants__role__in=GROUP_ROLES, role_grants__working_group=meeting.working_group_id)
    if meeting.region_id is not None:
        office |= Q(role_grants__role=Role.ORGANISER, role_grants__region=meeting.region_id)
    if not office:
        office = Q(role_grants__role=Role.SECRETARIAT)
    return User.objects.filter(office, is_active=True).distinct()


def invited_to(meeting: MeetingPage) -> QuerySet[User]:
    """Members whom an invitation would reach: of its group, of its region, else all; not who has registered already."""
    people = User.objects.filter(is_active=True, suspended_at=None).exclude(
        pk__in=Registration.objects.filter(meeting_key=meeting.translation_key).values("user")
    )
    if meeting.working_group_id is not None:
        in_group = Q(working_groups=meeting.working_group_id)
        offices = Q(role_grants__role__in=GROUP_ROLES, role_grants__working_group=meeting.working_group_id)
        return people.filter(in_group | offices).distinct()
    people = people.filter(role_grants__isnull=False)
    if meeting.region_id is not None:
        at_home = Q(affiliations__organisation__prefecture__region=meeting.region_id)
        at_work = Q(affiliations__organisation__prefectures__region=meeting.region_id)
        offices = Q(role_grants__role__in=REGIONAL_ROLES, role_grants__region=meeting.region_id)
        people = people.filter(at_home | at_work | offices)
    return people.distinct()


def may_join_call(user: Reader, meeting: MeetingPage) -> bool:
    """Whether `user` may be in the call and open its papers: who takes part; with registration, who has a place."""
    if holds_meeting(user, meeting):
        return True
    if not isinstance(user, User) or not meeting.may_take_part(user):
        return False
    return not meeting.takes_registrations or (
        Registration.objects.confirmed().filter(meeting_key=meeting.translation_key, user_id=user.pk).exists()
    )
