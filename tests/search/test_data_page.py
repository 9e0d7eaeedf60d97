"""The page 「データを使う」: what it says to copy works as it stands there."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.factories.practices import make_case

Update = Callable[[], int]
CASE: dict[str, Any] = {
    "ja": {"title": "VPN機器から入られた工場"},
    "industry_division": "E",
    "incident_types": ("ransomware",),
    "occurred": "2025-Q1",
}


@pytest.fixture
def examples(client: Client, index: Update, settings: Any) -> list[str]:
    settings.BASE_URL = "https://hub.example"
    make_case(**CASE)
    index()
    page = client.get("/api/v1/docs", headers={"Accept-Language": "ja"}).content.decode()
    assert "データを使う" in page
    return [unescape(each) for each in re.findall(r"<pre><code>(.*?)</code></pre>", page, re.DOTALL)]


def answer_to(client: Client, address: str) -> bytes:
    response = client.get(address.removeprefix("https://hub.example"))
    assert response.status_code == 200, address
    return bytes(response.getvalue())


def test_spreadsheet_reads_rows(client: Client, examples: list[str]) -> None:
    (address,) = re.findall(r'^=IMPORTDATA\("(.*)"\)$', examples[0])
    rows = list(csv.reader(io.StringIO(answer_to(client, address).decode("utf-8-sig"))))
    assert any("VPN機器から入られた工場" in row for row in rows)


def test_command_line_finds_the_case(client: Client, examples: list[str]) -> None:
    (address,) = re.findall(r'^curl "(.*)"$', examples[1])
    titles = [each["title"] for each in json.loads(answer_to(client, address))["results"]]
    assert titles == ["VPN機器から入られた工場"]


def test_python_prints_the_cases(
    client: Client, examples: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @contextmanager
    def opened(address: str) -> Iterator[io.BytesIO]:
        yield io.BytesIO(answer_to(client, address))

    monkeypatch.setattr("urllib.request.urlopen", opened)
    exec(compile(examples[2], "example", "exec"), {})  # noqa: S102 - the page's own example
    printed = capsys.readouterr().out
    assert re.match(r"1\n2025-Q1 VPN機器から入られた工場 http\S+/cases/\w{10}/\n", printed)
