"""Marks: the page and the badge that everybody can check, and the page on which an organisation declares."""

import qrcode
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from qrcode.image.svg import SvgPathFillImage

from community.actions.marks import declare_mark, withdraw_mark
from community.adapters import refuse
from community.forms.marks import MarkForm
from community.models import MarkDeclaration, Organisation
from community.queries import leads
from community.queries.marks import MarkStanding, standing_at, standing_of
from community.queries.organisations import may_see
from community.views.reader import reader_of
from secunity.core.queries import absolute_url

SVG = "image/svg+xml"
CACHED_S = 300
ONLY_LEADS = gettext_noop(
    "Only the people responsible for the organisation state its mark. Everybody sees how it stands on its public page."
)


def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Whether the mark at this address is valid, expired, suspended or withdrawn, and what it states."""
    standing = _standing(code)
    items = standing.declaration.items.select_related("kind") if standing.is_current else []
    context = {"standing": standing, "organisation": standing.mark.organisation, "items": items}
    return render(request, "community/marks/verify.html", {**context, "states": MarkDeclaration.State})


def badge(request: HttpRequest, code: str) -> HttpResponse:
    """The badge as a picture; it says itself when the statement no longer holds."""
    standing = _standing(code)
    picture = render_to_string(
        "community/marks/badge.svg", {"standing": standing, "organisation": standing.mark.organisation}
    )
    return _picture(picture)


def qr(request: HttpRequest, code: str) -> HttpResponse:
    """The address of the page as a QR code."""
    _standing(code)
    address = absolute_url(reverse("marks:verify", args=[code]))
    return _picture(qrcode.make(address, image_factory=SvgPathFillImage, border=4).to_string(encoding="unicode"))


def declare(request: HttpRequest, key: str) -> HttpResponse:
    """How the mark stands, what can be put on a website, and the form for a new statement."""
    organisation = _seen(request, key)
    if not leads(reader_of(request), organisation):
        return refuse(request, _(ONLY_LEADS))
    standing = standing_of(organisation)
    before = standing.declaration if standing else None
    form = MarkForm(request.POST if request.method == "POST" else None, before=before)
    if request.method == "POST" and form.is_valid():
        try:
            declare_mark(
                organisation=organisation,
                items=form.items(),
                prefers_marked_partners=form.cleaned_data["prefers_marked_partners"],
                declared_by=reader_of(request),
            )
        except (ValidationError, PermissionDenied) as error:
            form.add_error(None, error if isinstance(error, ValidationError) else str(error))
        else:
            messages.success(request, _("Your statement stands. It is valid for one year."))
            return HttpResponseRedirect(reverse("members:organisation-mark", args=[key]))
    context = {"organisation": organisation, "standing": standing, "form": form}
    return render(request, "community/marks/declare.html", {**context, **_embedding(standing)})


def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Withdraw the statement, after one question."""
    organisation = _seen(request, key)
    if not leads(reader_of(request), organisation):
        return refuse(request, _(ONLY_LEADS))
    if request.method == "POST":
        try:
            withdraw_mark(organisation=organisation, withdrawn_by=reader_of(request))
        except (ValidationError, PermissionDenied) as error:
            messages.error(request, error.messages[0] if isinstance(error, ValidationError) else str(error))
        else:
            messages.success(request, _("The statement is withdrawn. Badge and page say so."))
        return HttpResponseRedirect(reverse("members:organisation-mark", args=[key]))
    return render(request, "community/marks/withdraw.html", {"organisation": organisation})


def _standing(code: str) -> MarkStanding:
    standing = standing_at(code)
    if standing is None:
        raise Http404
    return standing


def _seen(request: HttpRequest, key: str) -> Organisation:
    organisation = get_object_or_404(Organisation, key=key)
    if not may_see(reader_of(request), organisation):
        raise Http404
    return organisation


def _embedding(standing: MarkStanding | None) -> dict[str, str]:
    """What somebody pastes into a website: link, picture, and the words for those who do not see it."""
    if standing is None:
        return {}
    code = standing.mark.code
    page, picture = (absolute_url(reverse(f"marks:{name}", args=[code])) for name in ("verify", "badge"))
    context = {"page": page, "picture": picture, "organisation": standing.mark.organisation}
    return {"page": page, "snippet": render_to_string("community/marks/snippet.html", context).strip()}


def _picture(svg: str) -> HttpResponse:
    return HttpResponse(svg, content_type=SVG, headers={"Cache-Control": f"public, max-age={CACHED_S}"})
