"""The yardstick: one Django view that does nothing, on the server that the hub uses."""

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="bare",
)


def bare(request: HttpRequest) -> HttpResponse:
    """A few bytes."""
    return HttpResponse("bare")


urlpatterns = [path("", bare)]
application = get_asgi_application()
