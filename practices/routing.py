"""Addresses that whoever holds them may use, without an account."""

from django.urls import path

from community.views import admits
from practices.views.consents import consent

app_name = "consents"

urlpatterns = [path("<str:token>/", admits("link", consent, methods=("GET", "POST")), name="consent")]
