"""Addresses of search: lists and feeds (once a language), and the API."""

from django.urls import URLPattern, path

from community.views import admits
from search import api, feeds, views
from search.api.downloads import download
from search.views import alerts

app_name = "search"
FORM = ("GET", "POST")
# Where each list stands, by the name of its addresses (search.queries.listings).
PLACES = {"case": "cases", "practice": "practices", "meeting": "events", "community": "regions", "everything": "search"}


def _taken_along(name: str, place: str) -> list[URLPattern]:
    """The feed of a list and the whole of it as a file."""
    given = {"of": name}
    return [
        path(f"{place}/feed.atom", admits("everyone", feeds.list_feed), given, name=f"{name}-feed"),
        path(f"{place}/download/<slug:form>/", admits("everyone", download), given, name=f"{name}-download"),
    ]


urlpatterns = [
    path("search/", admits("everyone", views.everything), name="everything"),
    path("search/suggest/", admits("everyone", views.suggest), name="suggest"),
    path("cases/", admits("everyone", views.case_list), name="cases"),
    path("practices/", admits("everyone", views.practice_list), name="practices"),
    *(address for name, place in PLACES.items() for address in _taken_along(name, place)),
    path("search/alerts/new/", admits("everyone", alerts.alert_new, methods=FORM), name="alert-new"),
    path("search/alerts/sent/", admits("everyone", alerts.alert_sent), name="alert-sent"),
    path(
        "search/alerts/confirm/<str:link>/",
        admits("link", alerts.alert_confirm, methods=FORM),
        name="alert-confirm",
    ),
    path("search/alerts/stop/<str:link>/", admits("link", alerts.alert_stop, methods=FORM), name="alert-stop"),
    path("members/alerts/", admits("secretariat", alerts.alert_numbers), name="alert-numbers"),
    path("members/synonyms/", admits("secretariat", views.synonym_list), name="synonyms"),
    path("members/synonyms/new/", admits("secretariat", views.synonym_new, methods=FORM), name="synonym-new"),
    path(
        "members/synonyms/<slug:code>/", admits("secretariat", views.synonym_group, methods=FORM), name="synonym-group"
    ),
]
api_urlpatterns = api.urlpatterns
