"""What a provider sees without an account: the exact text and the question, or that an address is over."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from practices.actions.consents import ClosedLinkError, answer_request, check_open, link_for, withdraw_consent
from practices.exchange.public import TEXT_FIELDS
from practices.forms.consents import ConsentForm
from practices.forms.review import FIELD_LABELS
from practices.models import ConsentLink
from practices.queries.drafts import CaseDraft
from practices.queries.projection import facts_of_draft
from secunity.core.models.language import current_language

# What an address that does nothing more says, by the code of ClosedLinkError.
CLOSED = {
    "used": (
        gettext_lazy("This address was used already"),
        gettext_lazy(
            "Your answer has arrived. To take an agreement back, use the address in the mail that confirmed it."
        ),
    ),
    "late": (
        gettext_lazy("The time of this address is over"),
        gettext_lazy("Nothing was published. The people who prepare the case can send you a new address."),
    ),
    "replaced": (
        gettext_lazy("There is a newer address"),
        gettext_lazy("You were sent another one later. Please use the address in the newest mail."),
    ),
    "void": (
        gettext_lazy("This text is not asked about any more"),
        gettext_lazy("It was changed or the case was stopped. If there is a new text, you will get a new address."),
    ),
    "unknown": (
        gettext_lazy("This address is not known"),
        gettext_lazy("Please copy the address from the mail once more, to its last letter."),
    ),
}


@sensitive_variables("token")
@sensitive_post_parameters()
def consent(request: HttpRequest, token: str) -> HttpResponse:
    """Answering or withdrawing, whichever the address is for."""
    try:
        link = link_for(token)
        check_open(link)
        if link.purpose == ConsentLink.Purpose.WITHDRAW:
            return _withdraw(request, link, token)
        return _answer(request, link, token)
    except ClosedLinkError as closed:
        return _closed(request, closed.why)


def _answer(request: HttpRequest, link: ConsentLink, token: str) -> HttpResponse:
    form = ConsentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        agrees = given.pop("answer") == "yes"
        try:
            answer_request(token=token, agrees=agrees, **given)
        except ValidationError as error:
            form.refuse(error)
        else:
            return _answered(request, agrees=agrees)
    context = {"form": form, "link": link, **_exact_text(link)}
    return render(request, "practices/consents/answer.html", context, status=422 if form.errors else 200)


def _exact_text(link: ConsentLink) -> dict[str, Any]:
    """The words and attributes that were approved, and no others."""
    review = link.request.version.review
    if review.projection is None or review.text_hash != link.request.text_hash:
        raise ClosedLinkError("void")
    draft = CaseDraft.from_json(review.projection)
    words = draft.texts[review.report.language]
    return {
        "texts": [(FIELD_LABELS[name], words[name]) for name in TEXT_FIELDS if words.get(name)],
        "timeline": words.get("timeline", ()),
        "facts": facts_of_draft(draft, current_language()),
    }


def _answered(request: HttpRequest, *, agrees: bool) -> HttpResponse:
    if agrees:
        heading = _("Thank you. You have agreed")
        words = _("You get a mail with an address by which you can take your agreement back at any time.")
    else:
        heading = _("Thank you. The case is not published")
        words = _("Your words go to the people who prepare the case. If they change the text, they will ask you again.")
    return render(request, "practices/consents/done.html", {"heading": heading, "words": words})


def _withdraw(request: HttpRequest, link: ConsentLink, token: str) -> HttpResponse:
    if request.method == "POST":
        withdraw_consent(token=token)
        context = {
            "heading": _("Your agreement is withdrawn"),
            "words": _("The case is gone from every public place. You get a mail that confirms it."),
        }
        return render(request, "practices/consents/done.html", context)
    context = {"public_id": link.request.version.case.public_id}
    return render(request, "practices/consents/withdraw.html", context)


def _closed(request: HttpRequest, why: str) -> HttpResponse:
    """A clear page for an address that does nothing more."""
    heading, words = CLOSED[why]
    status = 404 if why == "unknown" else 410
    return render(request, "practices/consents/done.html", {"heading": heading, "words": words}, status=status)
