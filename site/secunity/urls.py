"""Composition of every address."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from community.urls import join_urlpatterns, mark_urlpatterns, place_urlpatterns
from practices.urls import public_urlpatterns as knowledge_urlpatterns
from search.urls import api_urlpatterns
from secunity.home.urls import machine_urlpatterns

handler500 = "secunity.home.views.failures.server_error"

urlpatterns = [
    *machine_urlpatterns,
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # Pictures only, each folder with a root of its own: documents go through the view above, which asks who may.
    *(
        path(f"media/{folder}/<path:path>", serve, {"document_root": settings.MEDIA_ROOT / folder})
        for folder in ("images", "original_images", "avatar_images")
    ),
    path("api/v1/", api_urlpatterns),
    *i18n_patterns(
        path("accounts/", include("allauth.urls")),
        path("members/", include("practices.urls")),
        path("members/", include("community.urls")),
        path("consent/", include("practices.routing")),
        path("marks/", include((mark_urlpatterns, "marks"))),
        path("join/", include((join_urlpatterns, "join"))),
        path("", include((place_urlpatterns, "places"))),
        path("", include((knowledge_urlpatterns, "knowledge"))),
        path("", include("secunity.home.urls")),
        path("", include("events.urls")),
        path("", include("search.urls")),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
