"""Names for people under the Chatham House rule: a colour and a small animal, easy to tell apart and to say aloud."""

import secrets
from collections.abc import Collection
from itertools import count

COLOURS = (
    "青い",
    "赤い",
    "白い",
    "黒い",
    "黄色い",
    "緑の",
    "紫の",
    "金色の",
    "銀色の",
    "水色の",
    "桃色の",
    "藍色の",
    "茜色の",
    "若草色の",
    "山吹色の",
    "紅色の",
    "瑠璃色の",
    "琥珀色の",
    "珊瑚色の",
    "藤色の",
    "空色の",
    "雪色の",
    "栗色の",
    "灰色の",
)  # fmt: skip - one a line would say no more
ANIMALS = (
    "燕",
    "雀",
    "鶴",
    "鷺",
    "鷹",
    "鶯",
    "鳩",
    "雁",
    "千鳥",
    "かもめ",
    "ひばり",
    "かわせみ",
    "めじろ",
    "ふくろう",
    "きつつき",
    "白鳥",
    "鹿",
    "兎",
    "狐",
    "狸",
    "りす",
    "猫",
    "犬",
    "馬",
    "羊",
    "亀",
    "蛙",
    "鯉",
    "鮎",
    "鯨",
    "いるか",
    "あざらし",
    "らっこ",
    "かわうそ",
    "てんとう虫",
    "蛍",
    "蝶",
    "とんぼ",
    "やもり",
    "はりねずみ",
    "もぐら",
    "ももんが",
)  # fmt: skip - one a line would say no more
TRIES = 30


def pick_name(taken: Collection[str]) -> str:
    """A name at random that is not `taken`; in a crowd one with a number."""
    for _try in range(TRIES):
        name = _draw()
        if name not in taken:
            return name
    # More than a thousand people: what is free would be found too slowly by trying.
    name = _draw()
    return next(numbered for number in count(2) if (numbered := f"{name}{number}") not in taken)


def _draw() -> str:
    return secrets.choice(COLOURS) + secrets.choice(ANIMALS)
