"""Who is told what by mail, and in which language."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from community.models import MailChoice, Role, User

OFFICES = (Role.ORGANISER, Role.REVIEWER, Role.CHAIR, Role.SECRETARY, Role.SECRETARIAT)


def mail_choice_of(user: User) -> MailChoice:
    """What `user` has chosen; the usual choices, not stored yet, for who has made none."""
    return MailChoice.objects.filter(user=user).first() or MailChoice(user=user)


def language_of(user: User) -> str:
    """The language of the mails to `user`."""
    return mail_choice_of(user).language


def told_at_once(people: Iterable[User]) -> list[User]:
    """Those of `people` who are told by mail as soon as something new waits; the others find it on their desk."""
    found = list(people)
    not_told = set(MailChoice.objects.filter(user__in=found, is_told_at_once=False).values_list("user", flat=True))
    return [person for person in found if person.pk not in not_told]


def people_with_an_office() -> QuerySet[User]:
    """Active people for whom something can wait."""
    return User.objects.filter(Q(role_grants__role__in=OFFICES) | Q(is_superuser=True), is_active=True).distinct()
