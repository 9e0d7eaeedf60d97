"""Addresses of home that are no Wagtail pages: for readers (once a language) and for machines (once)."""

from django.urls import path

from secunity.home.views.components import components
from secunity.home.views.health import healthz, readyz
from secunity.home.views.wellknown import robots, security_txt, sitemap

app_name = "home"

urlpatterns = [path("components/", components, name="components")]
machine_urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path(".well-known/security.txt", security_txt, name="security-txt"),
]
