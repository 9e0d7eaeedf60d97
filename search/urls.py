"""Addresses of search: lists and feeds (once a language), and the API."""

from django.urls import path

from community.views import admits
from search import api, feeds, views
from search.api.downloads import case_download

app_name = "search"
FORM = ("GET", "POST")
urlpatterns = [
    path("search/", admits("everyone", views.everything), name="everything"),
    path("search/suggest/", admits("everyone", views.suggest), name="suggest"),
    path("cases/", admits("everyone", views.case_list), name="cases"),
    path("cases/feed.atom", admits("everyone", feeds.case_feed), name="case-feed"),
    path("cases/download/<slug:form>/", admits("everyone", case_download), name="case-download"),
    path("members/synonyms/", admits("secretariat", views.synonym_list), name="synonyms"),
    path("members/synonyms/new/", admits("secretariat", views.synonym_new, methods=FORM), name="synonym-new"),
    path(
        "members/synonyms/<slug:code>/", admits("secretariat", views.synonym_group, methods=FORM), name="synonym-group"
    ),
    path("practices/", admits("everyone", views.practice_list), name="practices"),
    path("practices/feed.atom", admits("everyone", feeds.practice_feed), name="practice-feed"),
]
api_urlpatterns = api.urlpatterns
