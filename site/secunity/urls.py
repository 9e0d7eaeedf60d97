"""Composition of every address."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from search.urls import api_urlpatterns
from secunity.home.urls import machine_urlpatterns

handler500 = "secunity.home.views.failures.server_error"

urlpatterns = [
    *machine_urlpatterns,
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}),
    path("api/v1/", api_urlpatterns),
    *i18n_patterns(
        path("accounts/", include("allauth.urls")),
        path("members/", include("practices.urls")),
        path("members/", include("community.urls")),
        path("", include("secunity.home.urls")),
        path("", include("events.urls")),
        path("", include("search.urls")),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
