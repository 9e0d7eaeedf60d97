"""What a reader sees when a request failed outside a view."""

import sys

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views import defaults

from secunity.core.middleware import storage_answer


def server_error(request: HttpRequest) -> HttpResponseBase:
    """503 with words where the storage was busy, full or away (a session that could not be saved, say), else 500."""
    error = sys.exc_info()[1]
    answer = storage_answer(request, error) if isinstance(error, Exception) else None
    return answer or defaults.server_error(request)
