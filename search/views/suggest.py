"""Completions while somebody types: the form works without them."""

from django.http import HttpRequest, JsonResponse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from search.tasks import complete
from secunity.core.models.language import current_language

LONGEST_ECHO = 60


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """`?q=` typed so far → `{"q", "suggestions": [{"text", "kind"}]}`, the most wanted first; never an error."""
    typed = request.GET.get("q", "")
    found, is_final = complete(typed, current_language())
    answer = {"q": typed[:LONGEST_ECHO], "suggestions": [{"text": each.text, "kind": each.kind} for each in found]}
    response = JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
    if not is_final:
        # Better ones are being made.
        add_never_cache_headers(response)
    return response
