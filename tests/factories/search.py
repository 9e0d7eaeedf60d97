"""The lists in the tree and an index that follows at once, for tests that search."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from search.models import CaseIndexPage, PracticeIndexPage
from search.tasks import completions, drain_index_jobs, rebuild_index
from tests.conftest import Tree, in_each_language


@pytest.fixture
def lists(content_tree: Tree) -> dict[str, dict[str, Any]]:
    """The list pages of cases and practices, by language."""
    return {
        "cases": in_each_language(CaseIndexPage, content_tree.home, title="事例", slug="cases"),
        "practices": in_each_language(PracticeIndexPage, content_tree.home, title="取組", slug="practices"),
    }


@pytest.fixture
def index(lists: dict[str, Any], settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An index of this test's own; call it to bring it up to date with what the test made."""
    monkeypatch.setattr(completions, "_tables", None)
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    cache.clear()
    rebuild_index()
    yield drain_index_jobs
    cache.clear()
