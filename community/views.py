"""The member's own page, and the guard of every view for members."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from wagtail.models import Locale

from community.adapters import refuse_non_member
from community.models import RegionPage, User, WorkingGroupPage
from community.queries import regions_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def member_required(view: View[P]) -> View[P]:
    """Lets only members with a proven second factor through; others get the answer of `refuse_non_member`."""

    @wraps(view)
    @never_cache
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return refuse_non_member(request) or view(request, *args, **kwargs)

    return guarded


@member_required
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
            "can_edit": user.has_perm("wagtailadmin.access_admin"),
        },
    )
