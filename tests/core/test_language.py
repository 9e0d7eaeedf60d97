"""The language of a page: a code without its region, never nothing."""

import pytest
from django.utils import translation

from secunity.core.models.language import current_language


@pytest.mark.parametrize(("active", "code"), [("ja", "ja"), ("en", "en"), ("en-us", "en")])
def test_current_language_is_the_code_without_its_region(active: str, code: str) -> None:
    with translation.override(active):
        assert current_language() == code


def test_current_language_is_the_hubs_own_where_none_is_active() -> None:
    with translation.override(None):
        assert current_language() == "ja"
