from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "secunity.home"
    label = "home"
    verbose_name = _("Home")

    def ready(self) -> None:
        """Let the pages of words be found beside what the apps below have."""
        from wagtail.rich_text import get_text_for_indexing

        from search.queries.page_documents import PageKind, public_pages, register_page_kind
        from secunity.home import tasks  # noqa: F401 - importing it registers its periodic job
        from secunity.home.models import ContentPage

        register_page_kind(
            PageKind(
                kind="guidance",
                model=ContentPage,
                visible=lambda: public_pages(ContentPage),
                words=lambda page: [get_text_for_indexing(str(block)) for block in page.body],
            )
        )
