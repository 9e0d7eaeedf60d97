"""The names of Japan's prefectures and municipalities."""

from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "municipalities.txt"

_PREFECTURES = (
    "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 "
    "富山県 石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 "
    "鳥取県 島根県 岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 "
    "鹿児島県 沖縄県"
)
PREFECTURES = tuple(_PREFECTURES.split())
LONGEST = 8


@lru_cache(maxsize=1)
def municipalities() -> frozenset[str]:
    """All municipalities, each with its 市, 区, 町, 村 or 郡."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def municipality_ending_at(text: str, end: int) -> int | None:
    """Where the longest municipality that ends at `end` begins."""
    known = municipalities()
    for length in range(min(LONGEST, end), 1, -1):
        if text[end - length : end] in known:
            return end - length
    return None
