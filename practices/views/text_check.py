"""The page where members look through a text before they share it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from practices.forms.text_check import REASONS, TextCheckForm

TEMPLATE = "practices/text_check.html"


@sensitive_post_parameters()
def text_check(request: HttpRequest) -> HttpResponse:
    """Paste a text, decide about each finding, take the result along; the request is all there ever is of it."""
    if request.method != "POST":
        return render(request, TEMPLATE, {"form": TextCheckForm()})
    form = TextCheckForm(request.POST)
    if not form.is_valid():
        return render(request, TEMPLATE, {"form": form}, status=422)
    findings = form.findings()
    problems = [each for each in findings if each.problem]
    context = {
        "form": form,
        "findings": findings,
        "parts": form.parts(findings),
        "reasons": REASONS,
        "problems": problems,
    }
    if "apply" in request.POST and not problems:
        context["result"] = form.result(findings)
    return render(request, TEMPLATE, context, status=422 if problems else 200)
