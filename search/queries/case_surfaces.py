"""What search shows the public of one case, for the check of what the hub promises of it."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any
from xml.etree import ElementTree

from practices.models import Case
from practices.queries.exports import export_of
from practices.queries.surfaces import read_address
from search.queries.case_documents import case_documents

_ATOM = "{http://www.w3.org/2005/Atom}"
_LARGEST_PAGE = 100


def surfaces_of_case(sender: Any, case: Case, **_rest: Any) -> dict[str, str]:
    """Its document in the index, its rows in API, feed and exports, its lines in the sitemap; empty where it is not."""
    shown = {
        "index": json.dumps([asdict(each) for each in case_documents([case.public_id])], ensure_ascii=False),
        "api": json.dumps(_api_rows(case), ensure_ascii=False),
        "feed": "\n".join(_entries(case)),
        "export": json.dumps(export_of([case.public_id]).records, ensure_ascii=False),
        "sitemap": "\n".join(line for line in _body("/sitemap.xml").split("<url>") if case.public_id in line),
    }
    return {name: text for name, text in shown.items() if text not in ("", "[]")}


def _api_rows(case: Case) -> list[Any]:
    answer = _body(f"/api/v1/cases?sort=newest&size={_LARGEST_PAGE}")
    try:
        rows = json.loads(answer).get("results", [])
    except ValueError:  # the index is being built: there is no list yet
        return []
    return [row for row in rows if row.get("id") == case.public_id]


def _entries(case: Case) -> Iterator[str]:
    for path in ("/cases/feed.atom", "/en/cases/feed.atom", "/search/feed.atom?kind=case"):
        body = _body(path)
        if not body.lstrip().startswith("<?xml"):
            continue
        for entry in ElementTree.fromstring(body).iter(f"{_ATOM}entry"):  # noqa: S314 - the hub's own feed
            words = "\n".join([*entry.itertext(), *(value for part in entry.iter() for value in part.attrib.values())])
            if case.public_id in words:
                yield words


def _body(path: str) -> str:
    return read_address(path).partition("\n")[2]
