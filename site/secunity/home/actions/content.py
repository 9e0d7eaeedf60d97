"""The hub's own texts: JSON files of plain words, turned into pages."""

import html
import json
import re
from pathlib import Path
from typing import Any

from django.conf import settings

FOLDER = Path(__file__).parent.parent / "content"
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")


def read_content(name: str) -> Any:
    """The parsed file `name` ("founding/pages.json") with this hub's contact address filled in."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    return json.loads(text.replace("{contact_email}", settings.CONTACT_EMAIL))


def rich_text(words: str) -> str:
    """Plain words as rich text: a paragraph for each blank line, `[text](address)` as a link."""
    paragraphs = [part.strip() for part in words.split("\n\n") if part.strip()]
    return "".join(f"<p>{_inline(part)}</p>" for part in paragraphs)


def stream(blocks: list[dict[str, Any]]) -> list[tuple[str, Any]]:
    """Blocks of a content file as values for a StreamField of ContentBlock."""
    return [_block(dict(block)) for block in blocks]


def _block(block: dict[str, Any]) -> tuple[str, Any]:
    kind = block.pop("type")
    if kind == "heading":
        return kind, block["text"]
    if kind == "paragraph":
        return kind, rich_text(block["text"])
    if kind == "list":
        return ("steps" if block.get("ordered") else "list"), block["items"]
    if kind == "facts":
        return kind, block["items"]
    return kind, block


def _inline(words: str) -> str:
    parts, last = [], 0
    for match in LINK.finditer(words):
        parts.append(html.escape(words[last : match.start()], quote=False))
        parts.append(f'<a href="{html.escape(match[2])}">{html.escape(match[1], quote=False)}</a>')
        last = match.end()
    parts.append(html.escape(words[last:], quote=False))
    return "".join(parts).replace("\n", "<br/>")
