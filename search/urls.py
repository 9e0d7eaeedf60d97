"""Addresses of search: lists and feeds (once a language), and the API."""

from django.urls import path

from search import api, feeds, views

app_name = "search"
urlpatterns = [
    path("cases/", views.case_list, name="cases"),
    path("cases/feed.atom", feeds.case_feed, name="case-feed"),
    path("practices/", views.practice_list, name="practices"),
    path("practices/feed.atom", feeds.practice_feed, name="practice-feed"),
]
api_urlpatterns = api.urlpatterns
