"""SQLite's FTS5 as a peer: the same terms, the same question with total, six facets and twenty highlights."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from tests.load.search_texts import FACETS

SIZE = 20


class Fts5:
    """A full-text table of pre-tokenised texts beside a table of facets."""

    def __init__(self) -> None:
        self._db = sqlite3.connect(":memory:")
        self._db.execute("CREATE VIRTUAL TABLE texts USING fts5(title, summary, body)")
        columns = ", ".join(f"{key} TEXT" for key in FACETS)
        self._db.execute(f"CREATE TABLE facets (id INTEGER PRIMARY KEY, {columns})")

    def fill(self, rows: Iterable[tuple[int, Sequence[str], Sequence[str]]]) -> None:
        """Add number, texts (terms parted by spaces) and facet values."""
        marks = ", ".join("?" * (len(FACETS) + 1))
        for number, texts, values in rows:
            self._db.execute("INSERT INTO texts(rowid, title, summary, body) VALUES (?, ?, ?, ?)", (number, *texts))
            self._db.execute(f"INSERT INTO facets VALUES ({marks})", (number, *values))  # noqa: S608 - question marks
        self._db.commit()

    def ask(self, terms: Sequence[str], *, is_question: bool) -> tuple[int, int, int]:
        """Ask for all of the terms, or for any of them; returns the total, how many facets and how many snippets."""
        match = (" OR " if is_question else " AND ").join('"' + term.replace('"', '""') + '"' for term in terms)
        self._db.execute("CREATE TEMP TABLE found AS SELECT rowid AS id FROM texts WHERE texts MATCH ?", (match,))
        (total,) = self._db.execute("SELECT count(*) FROM found").fetchone()
        facets = [self._counts(key) for key in FACETS]
        hits = self._db.execute(
            "SELECT rowid, highlight(texts, 0, '<', '>'), snippet(texts, 1, '<', '>', '…', 30),"
            " snippet(texts, 2, '<', '>', '…', 30) FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?",
            (match, SIZE),
        ).fetchall()
        self._db.execute("DROP TABLE found")
        return int(total), len(facets), len(hits)

    def _counts(self, key: str) -> list[Any]:
        query = f"SELECT {key}, count(*) FROM facets JOIN found USING (id) GROUP BY {key}"  # noqa: S608 - a constant
        return self._db.execute(query).fetchall()
