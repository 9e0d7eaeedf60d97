"""Documents that every engine is tested with, and short ways to ask."""

from typing import Any

from search.engines.base import Document, Engine, Fragments, Query, Text

CASES = {
    "c1": (
        "ホテルWi-Fiに接続したら感染",
        "Emotetに感染し、メールを開いたら暗号化された。被害は5,500万円。",
        "kinki",
        "2024",
    ),
    "c2": ("サポート切れのWindows 7が狙われた", "CVE-2021-44228が悪用された。被害は1億2,000万円。", "kanto", "2023"),
    "c3": ("私物スマホからの情報漏えい", "シャドーITの端末から流出した。サーバーの設定不備もあった。", "kinki", "2023"),
    "c4": ("東京都の製造業", "東京都の工場で停止した。不正アクセスの発見が遅れた。", "kanto", "2024"),
    "c5": ("京都の旅館", "京都の旅館でランサムウェアの被害。", "kinki", "not_stated"),
}


def case(key: str, **changes: Any) -> Document:
    title, body, region, year = CASES[key]
    fields: dict[str, Any] = {
        "texts": {"ja": Text(title, body=body, url=f"/cases/{key}/")},
        "facets": {"region": (region,), "year": (year,)},
        "sort_date": f"2024-0{key[1]}-01",
        "version": 1,
        "payload": {"key": key},
    }
    return Document(id=key, kind="case", **(fields | changes))


def found(engine: Engine, text: str, **options: Any) -> set[str]:
    return {hit.id for hit in engine.search(Query(text, **options)).hits}


def marked(fragments: Fragments) -> list[str]:
    return [fragment.text for fragment in fragments if fragment.is_marked]
