"""Addresses of home that are no Wagtail pages: for readers (once a language) and for machines (once)."""

from django.urls import path
from django.views.decorators.http import require_safe

from community.views import admits, declares
from secunity.home.views.components import components
from secunity.home.views.desk import desk
from secunity.home.views.health import healthz, readyz
from secunity.home.views.wellknown import robots, security_txt, sitemap

app_name = "home"

urlpatterns = [
    path("components/", admits("everyone", components), name="components"),
    path("members/desk/", admits("member", desk), name="desk"),
]
machine_urlpatterns = [
    path("healthz", declares("everyone")(require_safe(healthz)), name="healthz"),
    path("readyz", declares("everyone")(require_safe(readyz)), name="readyz"),
    path("robots.txt", admits("everyone", robots), name="robots"),
    path("sitemap.xml", admits("everyone", sitemap), name="sitemap"),
    path(".well-known/security.txt", admits("everyone", security_txt), name="security-txt"),
]
