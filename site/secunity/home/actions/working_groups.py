"""What working groups work with, from the content files into their pages."""

from typing import Any

from community.models import WorkingGroupPage
from secunity.home.actions.content import read_content

LINK_PARTS = ("url", "label")


def resource_blocks(entries: list[dict[str, Any]]) -> list[tuple[str, Any]]:
    """Entries of a content file as values for a StreamField of ResourceListBlock."""
    return [_block(dict(entry)) for entry in entries]


def load_demo_resources() -> None:
    """Put the invented profiles, curricula and practices of cooperation on the pages that show none yet."""
    for code, texts in read_content("demo/working_groups.json").items():
        for page in WorkingGroupPage.objects.filter(working_group_id=code).select_related("locale"):
            blocks = resource_blocks(texts[page.locale.language_code])
            if {kind for kind, _value in blocks} & {block.block_type for block in page.resources} - {"measure"}:
                continue
            page.resources.extend(blocks)
            page.save_revision().publish()


def _block(entry: dict[str, Any]) -> tuple[str, Any]:
    kind = entry.pop("type")
    if kind == "heading":
        return kind, entry["text"]
    link = {part: entry.pop(part, "") for part in LINK_PARTS}
    return kind, {**entry, "link": {"page": None, **link}}
