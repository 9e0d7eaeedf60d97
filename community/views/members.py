"""The member's own page."""

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Locale

from community.models import RegionPage, User, WorkingGroupPage
from community.queries import is_secretariat, regions_of
from community.queries.applications import answers_applications
from community.queries.grants import grantable_roles


def home(request: HttpRequest) -> HttpResponse:
    """What the member is here, what comes next, and how the account is protected."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - the guard has let only people through
    pages = {"locale": Locale.get_active()}
    regions = RegionPage.objects.live().filter(**pages, region__in=regions_of(user)).select_related("region")
    groups = WorkingGroupPage.objects.live().filter(**pages, working_group__members=user)
    return render(
        request,
        "community/members_home.html",
        {
            "grants": user.role_grants.select_related("region"),
            "working_groups": user.working_groups.all(),
            "region_pages": regions,
            "working_group_pages": groups.select_related("working_group"),
            "affiliations": user.affiliations.select_related("organisation"),
            "factors": Authenticator.objects.filter(user=user).order_by("created_at"),
            "answers_applications": answers_applications(user),
            "gives_roles": bool(grantable_roles(user)),
            "is_office": is_secretariat(user),
            "can_edit": user.has_perm("wagtailadmin.access_admin"),
        },
    )
