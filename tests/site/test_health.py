"""Whoever watches over the hub learns whether it lives and what it still lacks."""

import logging
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.db.migrations.executor import MigrationExecutor
from django.test import AsyncClient, Client

from search.engines.base import Engine, EngineError
from search.tasks import rebuild_index
from secunity.home.views import health


@pytest.fixture
def ready_hub(db: None, settings: Any, tmp_path: Path) -> None:
    """A hub that lacks nothing."""
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    health._migrations.cache_clear()
    rebuild_index()


def test_healthz_needs_no_database(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


async def test_healthz_answers_on_the_event_loop(async_client: AsyncClient) -> None:
    assert (await async_client.get("/healthz")).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["10.0.0.7:8000", "not a host"])
def test_probes_may_call_the_machine_by_any_name(client: Client, name: str) -> None:
    assert client.get("/healthz", headers={"host": name}).status_code == 200
    assert client.get("/robots.txt", headers={"host": name}).status_code == 400


def test_readyz_is_ok_where_nothing_is_lacking(client: Client, ready_hub: None) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_readyz_names_the_data_folder(client: Client, ready_hub: None, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "missing"
    assert _lacks(client) == ["data folder"]


def test_readyz_names_the_cache(client: Client, ready_hub: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "get", lambda *_: None)
    assert _lacks(client) == ["cache"]


def test_readyz_names_an_index_that_was_never_filled(
    client: Client, ready_hub: None, settings: Any, tmp_path: Path
) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path / "another"
    assert _lacks(client) == ["search index"]


def test_readyz_is_ok_while_the_search_engine_is_away(
    client: Client, ready_hub: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away() -> Engine:
        raise EngineError("no route")

    monkeypatch.setattr(health, "engine", away)
    assert client.get("/readyz").status_code == 200
    assert "The search engine is away: no route" in caplog.text


def test_readyz_names_migrations_that_wait(
    client: Client, ready_hub: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: [("search.0002", False)])
    assert _lacks(client) == ["database"]
    assert "1 migrations are not applied" in caplog.text
    monkeypatch.undo()
    assert client.get("/readyz").status_code == 200


def test_readyz_looks_anew_each_time_and_keeps_the_reason_to_itself(
    client: Client, ready_hub: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert client.get("/readyz").status_code == 200

    def away() -> int:
        raise OperationalError("no route to db-7")

    monkeypatch.setattr(health, "content_version", away)
    monkeypatch.setattr(cache, "get", lambda *_: None)
    with caplog.at_level(logging.WARNING):
        assert _lacks(client) == ["database", "cache"]
    assert "db-7" in caplog.text


def _lacks(client: Client) -> list[str]:
    response = client.get("/readyz")
    assert response.status_code == 503
    lines = response.content.decode().splitlines()
    assert all(line.endswith(": not ready") for line in lines)
    return [line.removesuffix(": not ready") for line in lines]
