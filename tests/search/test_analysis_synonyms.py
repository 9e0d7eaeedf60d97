import pytest

from search.analysis import analyse
from search.analysis.synonyms import (
    SYNONYMS_FILE,
    Entry,
    Synonyms,
    Typed,
    default_synonyms,
    pattern_of,
    read_synonyms,
)


def expansions(word: str, synonyms: Synonyms | None = None) -> set[tuple[str, ...]]:
    terms = analyse(word)
    matches = (synonyms or default_synonyms()).find(terms, [Typed(word, 0, len(terms))])
    return {tuple(text for _, text in pattern) for match in matches for pattern in match.patterns}


def words(text: str) -> tuple[str, ...]:
    return tuple(term for _, term in pattern_of(analyse(text)))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("エモテット", "Emotet"),
        ("えもてっと", "Emotet"),
        ("emotet", "エモテット"),
        ("ﾎﾃﾙWi-Fi", "公衆無線LAN"),
        ("サポート切れ", "古いOS"),
        ("古いOS", "サポート終了"),
        ("BYOD", "私物スマホ"),
        ("私物スマホ", "BYOD"),
        ("シャドーIT", "野良IT"),
        ("漏洩", "情報流出"),
        ("unauthorized access", "不正アクセス"),
        ("駆付け", "訪問対応"),
    ],
)
def test_a_word_finds_its_equivalents(typed: str, found: str) -> None:
    assert words(found) in expansions(typed)


def test_a_group_is_found_inside_a_longer_word() -> None:
    assert words("Emotet") in expansions("エモテットの被害")


@pytest.mark.parametrize("typed", ["情報共有の場", "検知が遅れた", "ウイルスに感染した", "REACT"])
def test_a_flagged_word_counts_only_alone(typed: str) -> None:
    flagged = {words(word) for word in ("virus", "アラート", "RAT", "remote access trojan")}
    assert not flagged & expansions(typed)


def test_a_flagged_word_alone_finds_its_group() -> None:
    assert words("virus") in expansions("ウイルス")
    assert words("アラート") in expansions("検知")


def test_words_in_nearly_every_text_are_not_looked_for() -> None:
    assert words("検知") not in expansions("アラート")
    assert words("共有") not in expansions("information sharing")


def test_a_narrower_word_is_found_and_does_not_find() -> None:
    table = Synonyms([Entry("g", "無線LAN"), Entry("g", "ホテルWi-Fi", is_narrower=True)])
    assert expansions("無線LAN", table) == {words("ホテルWi-Fi")}
    assert expansions("ホテルWi-Fi", table) == set()


def test_the_longest_word_wins() -> None:
    table = Synonyms(
        [Entry("a", "標的型攻撃"), Entry("a", "APT"), Entry("b", "標的型攻撃メール"), Entry("b", "スピア")]
    )
    assert expansions("標的型攻撃メール", table) == {words("スピア")}


def test_the_table_has_every_group_and_no_empty_word() -> None:
    entries = read_synonyms(SYNONYMS_FILE)
    assert len({entry.group for entry in entries}) == 177
    assert len([entry for entry in entries if not entry.is_narrower]) == 947
    assert all(entry.term.strip() for entry in entries)
