"""The language of the page that is being made."""

from django.conf import settings
from django.utils.translation import get_language


def current_language() -> str:
    """The code of the active language without its region (`en`, never `en-us`); the hub's own where none is active.

    It has its home beside the models, the lowest place that knows Django, so that every layer of every app may ask.
    """
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]
