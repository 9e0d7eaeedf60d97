"""The review screen: the words with what was found in them, one decision after the other, the gate beside it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from community.views.reader import reader_of
from practices.actions.consents import ask_provider
from practices.actions.drafting import ConflictError, rewrite_field, start_review
from practices.actions.redactions import accept_proposals, add_by_words, decide
from practices.actions.review import approve_review, choose_level, send_back, stop_review, submit_review
from practices.exchange.public import TEXT_FIELDS
from practices.forms.review import (
    FIELD_LABELS,
    ActForm,
    AddForm,
    AskForm,
    DecisionForm,
    FieldForm,
    LevelForm,
    SendBackForm,
    form_errors,
)
from practices.models import CaseReview, IncidentReport
from practices.queries.findings import marks_of
from practices.queries.reviews import may_edit, may_start, pending, waiting_for, was_taken_back
from practices.views.review_context import screen_context, text_context
from secunity.core.actions import record_access

Act = Callable[..., CaseReview | Any]
FORMS: dict[str, type[ActForm]] = {
    "decide": DecisionForm,
    "accept": ActForm,
    "add": AddForm,
    "level": LevelForm,
    "submit": ActForm,
    "approve": ActForm,
    "send-back": SendBackForm,
    "stop": ActForm,
    "ask": AskForm,
}


def with_review(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the review that `key` names, if the reader may see it; 404 otherwise, and a clear page for those
    who worked on a report that was taken back meanwhile."""

    @wraps(view)
    def opened(request: HttpRequest, key: str, **rest: str) -> HttpResponse:
        every = CaseReview.objects.select_related("report__organisation", "case", "version", "last_editor")
        review = get_object_or_404(every, key=key)
        if CaseReview.objects.visible_to(reader_of(request)).filter(pk=review.pk).exists():
            return view(request, review, **rest)
        if was_taken_back(reader_of(request), review):
            return render(request, "practices/review/taken_back.html", status=410)
        raise Http404

    return opened


def review_list(request: HttpRequest) -> HttpResponse:
    """What waits for the reader: reviews under way, without their content."""
    return render(request, "practices/review/list.html", {"reviews": waiting_for(reader_of(request))})


def review_start(request: HttpRequest, key: str) -> HttpResponse:
    """Make a draft case of a report."""
    report = get_object_or_404(IncidentReport.objects.visible_to(reader_of(request)), key=key)
    if not may_start(reader_of(request), report):
        raise Http404
    review = start_review(report=report, actor=reader_of(request))
    return HttpResponseRedirect(reverse("practices:review", args=[review.key]))


@with_review
def review_page(request: HttpRequest, review: CaseReview) -> HttpResponse:
    """The screen. Opening it by others than the report's own people is noted."""
    if not review.report.is_own_of(reader_of(request)):
        record_access(actor=reader_of(request), instance=review.report, data_class="P3", purpose="review of a case")
    context = screen_context(review, reader_of(request), request.GET.get("at"))
    return render(request, "practices/review/review.html", context)


@with_review
def review_text(request: HttpRequest, review: CaseReview) -> HttpResponse:
    """The text as it would become public now."""
    return render(request, "practices/review/text.html", text_context(review))


@sensitive_post_parameters()
@with_review
def review_field(request: HttpRequest, review: CaseReview, field: str) -> HttpResponse:
    """One field in other words."""
    if field not in TEXT_FIELDS or not may_edit(reader_of(request), review):
        raise Http404
    initial = {"revision": review.revision, "text": review.fields.get(field, "")}
    form = FieldForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            rewrite_field(review=review, actor=reader_of(request), field=field, **form.cleaned_data)
            return HttpResponseRedirect(_address(review))
        except (ConflictError, ValidationError) as refusal:
            form, status = _again(form, refusal, review), 409 if isinstance(refusal, ConflictError) else 422
    elif request.method == "POST":
        status = 422
    context = {"review": review, "form": form, "label": FIELD_LABELS[field], "now": review.fields.get(field, "")}
    return render(request, "practices/review/field.html", context | {"is_conflict": status == 409}, status=status)


@sensitive_post_parameters()
@with_review
def review_act(request: HttpRequest, review: CaseReview, act: str) -> HttpResponse:
    """One act on the screen. What is refused comes back with words, and with what was typed."""
    if act not in FORMS:
        raise Http404
    form = FORMS[act](request.POST)
    if not form.is_valid():
        return _refused(request, review, form, act, 422)
    try:
        done = _acts()[act](request, review, form.cleaned_data, form)
    except ConflictError as conflict:
        form.add_error(None, str(conflict))
        return _refused(request, review, form, act, 409)
    except PermissionDenied:
        form.add_error(None, _("Somebody else has to do this: a second person of another organisation."))
        return _refused(request, review, form, act, 403)
    except ValidationError as error:
        form_errors(form, error)
        return _refused(request, review, form, act, 422)
    return HttpResponseRedirect(done)


def _acts() -> dict[str, Callable[[HttpRequest, CaseReview, dict[str, Any], Any], str]]:
    return {
        "decide": _decide,
        "accept": _simple(accept_proposals),
        "add": _add,
        "level": _level,
        "submit": _simple(submit_review),
        "approve": _simple(approve_review),
        "send-back": _send_back,
        "stop": _stop,
        "ask": _ask,
    }


def _simple(action: Act) -> Callable[..., str]:
    def act(request: HttpRequest, review: CaseReview, given: dict[str, Any], _form: Any) -> str:
        if action is not approve_review and not may_edit(reader_of(request), review):
            raise PermissionDenied
        action(review=review, actor=reader_of(request), revision=given["revision"])
        return _address(review)

    return act


def _decide(request: HttpRequest, review: CaseReview, given: dict[str, Any], _form: Any) -> str:
    _check_editor(request, review)
    review = decide(review=review, actor=reader_of(request), **given)
    following = _next(review, given["number"])
    return f"{_address(review)}#gate" if following is None else f"{_address(review)}?at={following}#finding"


def _add(request: HttpRequest, review: CaseReview, given: dict[str, Any], _form: Any) -> str:
    _check_editor(request, review)
    add_by_words(review=review, actor=reader_of(request), words=given["words"], kind=given["kind"])
    messages.success(request, _("These words are hidden now, wherever they stand."))
    return _address(review)


def _level(request: HttpRequest, review: CaseReview, _given: dict[str, Any], form: Any) -> str:
    _check_editor(request, review)
    choose_level(review=review, actor=reader_of(request), level=form.heights())
    return f"{_address(review)}#gate"


def _send_back(request: HttpRequest, review: CaseReview, given: dict[str, Any], _form: Any) -> str:
    _check_editor(request, review)
    send_back(review=review, actor=reader_of(request), words=given["words"])
    return _address(review)


def _stop(request: HttpRequest, review: CaseReview, _given: dict[str, Any], _form: Any) -> str:
    _check_editor(request, review)
    stop_review(review=review, actor=reader_of(request))
    messages.success(request, _("The work on this case is stopped. Nothing of it will be published."))
    return reverse("practices:reviews")


def _ask(request: HttpRequest, review: CaseReview, given: dict[str, Any], _form: Any) -> str:
    _check_editor(request, review)
    ask_provider(review=review, actor=reader_of(request), recipient=given["recipient"], language=review.report.language)
    messages.success(request, _("The provider gets a mail with an address that works once."))
    return _address(review)


def _check_editor(request: HttpRequest, review: CaseReview) -> None:
    if not may_edit(reader_of(request), review):
        raise PermissionDenied


def _address(review: CaseReview) -> str:
    return reverse("practices:review", args=[review.key])


def _next(review: CaseReview, number: int) -> int | None:
    """The next finding in the text that is open, after the one just decided; None: everything is decided."""
    marks = marks_of(review.findings)
    place = next((index for index, mark in enumerate(marks) if mark.number == number), 0)
    left = pending(marks[place:]) or pending(marks)
    return left[0].number if left else None


def _again(form: FieldForm, refusal: Exception, review: CaseReview) -> FieldForm:
    """The form with what was typed, on top of the state as it is now."""
    data = {
        **{name: form.data[name] for name in form.data},
        "revision": str(CaseReview.objects.get(pk=review.pk).revision),
    }
    again = FieldForm(data)
    again.is_valid()
    if isinstance(refusal, ValidationError):
        form_errors(again, refusal)
    return again


def _refused(request: HttpRequest, review: CaseReview, form: Any, act: str, status: int) -> HttpResponse:
    review.refresh_from_db()
    at = request.POST.get("number", "")
    context = screen_context(review, reader_of(request), at)
    context |= {"refused": act, "refused_form": form, f"{act.replace('-', '_')}_form": form}
    return render(request, "practices/review/review.html", context, status=status)
