"""Files that machines look for at fixed addresses."""

import datetime as dt
from collections import defaultdict
from functools import reduce
from operator import or_
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib.sitemaps.views import sitemap as django_sitemap
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page

SECURITY_TXT_DAYS = 180
CLOSED_SECTIONS = ("accounts/", "members/", "rooms/")


def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read; what needs a sign-in is not worth a robot's visit."""
    closed = ["/admin/", *(f"/{prefix}{section}" for prefix in ("", "en/") for section in CLOSED_SECTIONS)]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), f"Sitemap: {_address('/sitemap.xml')}"]
    return _plain(lines)


def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116: where and how to report a weakness of the hub."""
    expires = timezone.now().astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    expires += dt.timedelta(days=SECURITY_TXT_DAYS)
    lines = [
        f"Contact: mailto:{settings.CONTACT_EMAIL}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: ja, en",
        f"Canonical: {_address('/.well-known/security.txt')}",
        f"Policy: {_address('/security/')}",
    ]
    return _plain(lines)


def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page in both languages, each with its translations."""
    return django_sitemap(request, {"pages": PublicPages(request)})


class PublicPages(Sitemap):
    """Pages that everybody may read, under the public address; a page itself says if it is not for the list."""

    limit: ClassVar[int] = 50_000

    def items(self) -> Any:
        """The live pages of every language that no restriction hides."""
        homes = self.get_wagtail_site().root_page.get_translations(inclusive=True)
        pages = reduce(or_, (Page.objects.descendant_of(home, inclusive=True) for home in homes))
        return pages.live().public().select_related("locale").order_by("path").defer_streamfields().specific()

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        shown = [each for each in self.paginator.page(page).object_list if each.get_sitemap_urls(self.request)]
        links: dict[UUID, list[dict[str, str]]] = defaultdict(list)
        for each in shown:
            links[each.translation_key].append(
                {"lang_code": each.locale.language_code, "location": self._location(each)}
            )
        return [
            {
                "location": self._location(each),
                "lastmod": self.lastmod(each),
                "alternates": links[each.translation_key],
            }
            for each in shown
        ]

    def _location(self, page: Page) -> str:
        return _address(page.get_url(self.request))


def _address(path: str) -> str:
    return settings.BASE_URL.rstrip("/") + path


def _plain(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
