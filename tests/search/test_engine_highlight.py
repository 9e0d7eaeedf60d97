from hypothesis import given
from hypothesis import strategies as st

from search.analysis import analyse
from search.analysis.synonyms import default_synonyms
from search.engines.base import Fragments
from search.engines.highlight import PASSAGE_LENGTH, Mark, Marker, Places, highlighted, passage, row_of
from search.engines.plan import make_plan
from search.engines.query import parse


def marks(text: str, typed: str) -> list[Mark]:
    terms = analyse(text)
    spans = [number for term in terms for number in (term.start, term.end)]
    places = Places(row_of(term.text for term in terms), spans)
    return Marker(make_plan(parse(typed), default_synonyms())).marks(places)


def marked(fragments: Fragments) -> list[str]:
    return [fragment.text for fragment in fragments if fragment.is_marked]


def test_words_are_marked_as_they_stand_in_the_text() -> None:
    text = "出張先のﾎﾃﾙWi-Fiに接続した"
    assert marked(highlighted(text, marks(text, "ホテルwifi"))) == ["ﾎﾃﾙWi-Fi"]


def test_synonyms_are_marked() -> None:
    text = "Emotetに感染した"
    assert marked(highlighted(text, marks(text, "エモテット"))) == ["Emotet"]


def test_a_phrase_is_marked_only_as_a_whole() -> None:
    text = "情報の共有。情報を集めた。"
    assert marked(highlighted(text, marks(text, "「情報の共有」"))) == ["情報の共有"]


def test_characters_are_marked_inside_words() -> None:
    marker = Marker(make_plan(parse("京都"), default_synonyms()))
    assert marked(highlighted("東京都の工場", marker.character_marks("東京都の工場"))) == ["京都"]


def test_the_passage_holds_most_of_the_words() -> None:
    text = "前置き。" * 80 + "メールを開いた。" + "間。" * 100 + "メールを開いたら暗号化された。" + "後。" * 100
    fragments = passage(text, marks(text, "メール 開いたら 暗号化"))
    assert "暗号化" in marked(fragments)
    assert fragments[0].text == fragments[-1].text == "…"
    assert len("".join(fragment.text for fragment in fragments)) <= PASSAGE_LENGTH + 2


def test_a_short_text_is_shown_whole() -> None:
    text = "短い文。"
    assert "".join(fragment.text for fragment in passage(text, [])) == text


TEXT = st.text(alphabet=st.sampled_from("メール開暗号化。a \n"), max_size=600)
MARKS = st.lists(st.tuples(st.integers(0, 599), st.integers(1, 30)), max_size=20)


@given(TEXT, MARKS)
def test_highlighting_loses_no_character(text: str, spans: list[tuple[int, int]]) -> None:
    found = [Mark(start, min(start + length, len(text)), "x") for start, length in spans if start < len(text)]
    fragments = highlighted(text, found)
    assert "".join(fragment.text for fragment in fragments) == text
    assert sum(len(part) for part in marked(fragments)) == len(
        {i for mark in found for i in range(mark.start, mark.end)}
    )


@given(TEXT, MARKS)
def test_a_passage_is_a_piece_of_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    found = [Mark(start, min(start + length, len(text)), str(length)) for start, length in spans if start < len(text)]
    fragments = passage(text, found)
    shown = "".join(fragment.text for fragment in fragments)
    assert shown.strip("…") in text
    assert len(shown) >= min(len(text), PASSAGE_LENGTH)
    if found and len(text) > PASSAGE_LENGTH:
        assert marked(fragments)


def test_every_place_of_a_word_is_marked_also_side_by_side() -> None:
    text = "攻撃、攻撃。攻撃の後の攻撃"
    assert [text[mark.start : mark.end] for mark in marks(text, "攻撃")] == ["攻撃"] * 4
    side_by_side = Places(row_of(["攻撃", "攻撃", "後", "攻撃"]), [0, 2, 2, 4, 4, 5, 5, 7])
    marker = Marker(make_plan(parse("攻撃"), default_synonyms()))
    assert marker.marks(side_by_side) == [(0, 2, "攻撃"), (2, 4, "攻撃"), (5, 7, "攻撃")]
