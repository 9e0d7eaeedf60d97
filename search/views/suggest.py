"""Completions while somebody types: the form works without them."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from search.queries.completions import complete
from secunity.core.models.language import current_language

LONGEST_ECHO = 60


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """`?q=` typed so far → `{"q", "suggestions": [{"text", "kind"}]}`, the most wanted first; never an error."""
    typed = request.GET.get("q", "")
    found = complete(typed, current_language())
    answer = {"q": typed[:LONGEST_ECHO], "suggestions": [{"text": each.text, "kind": each.kind} for each in found]}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
