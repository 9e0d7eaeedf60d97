"""What a provider did not agree to is in no feed and no answer of the API; a withdrawal empties them all at once."""

import json
from collections.abc import Callable

import pytest
from django.test import Client

from practices.actions.consents import withdraw_consent
from practices.actions.publication import check_public, release_review
from practices.models import Case
from practices.queries.surfaces import public_outputs
from search.engines.base import Query
from search.queries import engine
from search.queries.case_surfaces import surfaces_of_case
from tests.factories.reviews import People, make_people, ready, token_in_mail
from tests.factories.search import index, lists

__all__ = ["index", "lists"]
pytestmark = pytest.mark.django_db
Update = Callable[[], int]


@pytest.fixture
def people(lists: object) -> People:
    return make_people()


def release(people: People, index: Update, *channels: str) -> Case:
    case = release_review(review=ready(people, channels=channels)).case
    index()
    return case


def places_of(case: Case, client: Client) -> set[str]:
    """Where a case is read now."""
    answers = {
        "list": client.get("/cases/").content.decode(),
        "feed": client.get("/cases/feed.atom").content.decode(),
        "api": json.dumps(client.get("/api/v1/cases").json()["results"]),
        "sitemap": client.get("/sitemap.xml").content.decode(),
        "search": " ".join(hit.id for hit in engine().search(Query(text="ランサムウェア")).hits),
    }
    return {name for name, answer in answers.items() if case.public_id in answer}


@pytest.mark.parametrize(
    ("channels", "places"),
    [
        (("site",), {"list", "sitemap", "search"}),
        (("site", "feed"), {"list", "sitemap", "search", "feed"}),
        (("site", "api"), {"list", "sitemap", "search", "api"}),
        (("site", "feed", "api", "exports"), {"list", "sitemap", "search", "feed", "api"}),
    ],
)
def test_case_stands_only_where_its_provider_agreed(
    people: People, index: Update, client: Client, channels: tuple[str, ...], places: set[str]
) -> None:
    assert places_of(release(people, index, *channels), client) == places


def test_totals_do_not_count_what_may_not_be_shown(people: People, index: Update, client: Client) -> None:
    release(people, index, "site")
    assert client.get("/api/v1/cases").json()["total"] == 0
    assert client.get("/api/v1/stats/cases").json()["total"] == 0
    assert client.get("/cases/").content.decode().count("ランサムウェア")


def test_withdrawal_empties_every_place(people: People, index: Update, client: Client) -> None:
    review = ready(people, channels=("site", "feed", "api"))
    token = token_in_mail()
    case = release_review(review=review).case
    index()
    assert places_of(case, client) == {"list", "feed", "api", "sitemap", "search"}
    withdraw_consent(token=token)
    index()
    assert places_of(case, client) == set()
    assert surfaces_of_case(Case, case) == {}


def test_every_place_is_looked_through_after_a_release(people: People, index: Update) -> None:
    case = release(people, index, "site", "feed", "api")
    outputs = public_outputs(case)
    assert {"index", "api", "feed", "sitemap"} < set(outputs)
    assert check_public(case) == []
