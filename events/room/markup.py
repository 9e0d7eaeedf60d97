"""A small, safe part of Markdown: read in one pass over the text, then cleaned.

Python-Markdown was measured and not taken: 2,000 opening brackets cost it 0.4 seconds and nested numbers its stack,
and whoever writes into a room keeps its one writer busy meanwhile. Here no pattern looks past the next sign of its
own kind, and nothing nests deeper than a list in a quotation: the cost grows with the length alone.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape

import nh3

TAGS = {"p", "br", "strong", "em", "code", "pre", "ul", "ol", "li", "blockquote", "a"}
SCHEMES = {"http", "https"}
REL = "noopener nofollow ugc"
FENCE = "```"
# Most messages have none of these, and cost no more than this search.
SIGNS = re.compile(r"[*`_>\[]|://|^[ \t]*(?:[-+]|[0-9]{1,3}[.)])[ \t\u3000]", re.MULTILINE)
_BULLET = re.compile(r"[ \t]{0,8}[-*+][ \t\u3000]+(?=\S)")
_NUMBER = re.compile(r"[ \t]{0,8}([0-9]{1,3})[.)][ \t\u3000]+(?=\S)")
_QUOTE = re.compile(r"[ \t]{0,3}>[ \t]?")
# ASCII only: Japanese words follow an address without a blank.
_URL = r"https?://[A-Za-z0-9\-._~:/?#@!$&()*+,;=%]{1,500}"
_INLINE = re.compile(
    r"`(?P<code>[^`\n]{1,500})`"
    r"|\[(?P<label>[^\[\]\n]{1,200})\]\((?P<href>https?://[^\s()<>\"'`]{1,500})\)"
    rf"|(?P<url>{_URL})"
    r"|\*\*(?P<strong>[^\s*](?:[^*\n]{0,498}[^\s*])?)\*\*"
    r"|(?<!\*)\*(?P<em>[^\s*](?:[^*\n]{0,498}[^\s*])?)\*(?!\*)"
    r"|(?<!\w)_(?P<under>[^\s_](?:[^_\n]{0,498}[^\s_])?)_(?!\w)"
)
_TAGS_OF = {"code": "code", "strong": "strong", "em": "em", "under": "em"}
# What ends a sentence does not belong to the address before it.
_TAIL = ".,;:!?*'"

_cleaner = nh3.Cleaner(tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel=REL)


def render(body: str) -> str | None:
    """The text as clean HTML; None where it has no markup: text with line breaks is then all there is to show."""
    if SIGNS.search(body) is None:
        return None
    made = "".join(_blocks(body.split("\n")))
    is_plain = "<" not in made.replace("<p>", "").replace("</p>", "").replace("<br>", "")
    return None if is_plain else _cleaner.clean(made)


def _blocks(lines: Sequence[str], may_quote: bool = True) -> Iterator[str]:
    at = 0
    while at < len(lines):
        name = _name_of(lines[at], may_quote)
        end = _end_of(lines, at, name, may_quote)
        yield _block(name, lines[at:end])
        # The closing fence belongs to the code before it.
        at = end + 1 if name == "pre" else end


def _name_of(line: str, may_quote: bool) -> str:
    if not line.strip():
        return ""
    if line.lstrip().startswith(FENCE):
        return "pre"
    if may_quote and _QUOTE.match(line):
        return "blockquote"
    if _BULLET.match(line):
        return "ul"
    return "ol" if _NUMBER.match(line) else "p"


def _end_of(lines: Sequence[str], start: int, name: str, may_quote: bool) -> int:
    at = start + 1
    if name == "pre":
        while at < len(lines) and lines[at].strip() != FENCE:
            at += 1
        return at
    while at < len(lines) and _name_of(lines[at], may_quote) == name:
        at += 1
    return at


def _block(name: str, lines: Sequence[str]) -> str:
    if name == "pre":
        return f"<pre><code>{escape(chr(10).join(lines[1:]))}</code></pre>"
    if name == "blockquote":
        inner = [_QUOTE.sub("", line, count=1) for line in lines]
        return f"<blockquote>{''.join(_blocks(inner, may_quote=False))}</blockquote>"
    if name == "ul":
        return _list(name, [_BULLET.sub("", line, count=1) for line in lines])
    if name == "ol" and _counts_up(lines):
        return _list(name, [_NUMBER.sub("", line, count=1) for line in lines])
    return f"<p>{'<br>'.join(_inline(line) for line in lines)}</p>" if name else ""


def _list(name: str, items: Sequence[str]) -> str:
    return f"<{name}>{''.join(f'<li>{_inline(item)}</li>' for item in items)}</{name}>"


def _counts_up(lines: Sequence[str]) -> bool:
    """Whether the numbers are those that a list would show; else what was written stays."""
    numbers = [int(match[1]) for line in lines if (match := _NUMBER.match(line))]
    return numbers == list(range(1, len(lines) + 1))


def _inline(text: str) -> str:
    made, at = [], 0
    for match in _INLINE.finditer(text):
        made += [escape(text[at : match.start()]), _span(match)]
        at = match.end()
    return "".join([*made, escape(text[at:])])


def _span(match: re.Match[str]) -> str:
    name = str(match.lastgroup)
    if name == "url":
        return _address(match["url"])
    if name == "href":
        return _link(match["label"], match["href"])
    inner = escape(match[name]) if name == "code" else _inline(match[name])
    return f"<{_TAGS_OF[name]}>{inner}</{_TAGS_OF[name]}>"


def _address(url: str) -> str:
    kept = url.rstrip(_TAIL)
    if kept.endswith(")") and "(" not in kept:
        kept = kept.rstrip(")" + _TAIL)
    return f'<a href="{escape(kept)}">{escape(kept)}</a>{escape(url[len(kept) :])}'


def _link(label: str, href: str) -> str:
    # A label that is itself an address could name another place than the link leads to: both are shown.
    if "://" in label or label.lower().startswith("www."):
        return f"[{_inline(label)}]({_address(href)})"
    return f'<a href="{escape(href)}">{escape(label)}</a>'
