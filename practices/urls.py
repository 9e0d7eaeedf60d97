"""Addresses of practices that are no pages, below /members/."""

from django.urls import path

from practices import views

app_name = "practices"

urlpatterns = [path("text-check/", views.text_check, name="text-check")]
