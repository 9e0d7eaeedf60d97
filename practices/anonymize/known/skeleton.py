"""What stays the same however a name is written: width, kana, spaces, marks, old kanji, made harmless."""

import re
from typing import NamedTuple

from secunity.core.text.normalise import Normalised, normalise_with_offsets

_OLD_AND_NEW = (
    "髙高 﨑崎 嵜崎 碕崎 齋斉 齊斉 斎斉 澤沢 邊辺 邉辺 廣広 國国 學学 嶋島 嶌島 濱浜 濵浜 櫻桜"
    " 眞真 德徳 惠恵 壽寿 藏蔵 瀧滝 龍竜 假仮 與与 榮栄 圓円 靜静 鐵鉄 關関 實実 寶宝 兒児 氣気"
    " 禮礼 增増 曾曽 會会 槇槙 萬万 彌弥 彥彦 冨富 莊荘 飮飲 餠餅 栁柳 桒桑 內内 吳呉 𠮷吉 敎教"
    " 橫横 淸清 淺浅 瀨瀬 狹狭 縣県 絲糸 續続 總総 繪絵 聲声 圖図 發発 賣売 辯弁 驛駅 黑黒 條条"
    " 樂楽 靈霊 圡土 寬寛"
)
_OLD_TO_NEW = str.maketrans({pair[0]: pair[1] for pair in _OLD_AND_NEW.split()})
_SMALL_TO_LARGE = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
_DEFANG = re.compile(r"[\[({<](?:dot|at|ドット|アット|アットマーク)[\])}>]| dot | at ", re.IGNORECASE)
_MACRON = str.maketrans("āīūēōâîûêôÀÁÈÉÌÍÒÓÙÚàáèéìíòóùú", "aiueoaiueoaaeeiioouuaaeeiioouu")


class Skeleton(NamedTuple):
    """The letters that count, and which characters of the given text each of them comes from."""

    text: str
    starts: list[int]
    ends: list[int]


def fold(name: str) -> str:
    """The skeleton of a short string, without the way back."""
    return skeleton_of(normalise_with_offsets(name)).text


def skeleton_of(normalised: Normalised) -> Skeleton:
    """The skeleton of a normalised text; offsets are those of the text it was made from."""
    text = normalised.text
    hidden = {index for match in _DEFANG.finditer(text) for index in range(*match.span())}
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for index, char in enumerate(text):
        if index in hidden:
            continue
        for letter in _folded(char):
            letters.append(letter)
            starts.append(normalised.starts[index])
            ends.append(normalised.ends[index])
    return Skeleton("".join(letters), starts, ends)


def _folded(char: str) -> str:
    """Nothing for spaces, marks and the long vowel; else the plainest letter of the same name."""
    if char == "ー" or not char.isalnum():
        return ""
    if "ァ" <= char <= "ヶ":
        char = chr(ord(char) - 0x60)
    return char.translate(_SMALL_TO_LARGE).translate(_OLD_TO_NEW).translate(_MACRON).casefold()
