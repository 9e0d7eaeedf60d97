"""Addresses of the member's own page, below /members/."""

from django.urls import path

from community import views

app_name = "members"

urlpatterns = [
    path("", views.home, name="home"),
]
