import pytest

from search.analysis.synonyms import Entry, Synonyms
from search.engines.plan import Plan, Unit, make_plan, relaxed_to_some_words, unranked
from search.engines.query import parse

NO_SYNONYMS = Synonyms([])


def plan(typed: str, synonyms: Synonyms = NO_SYNONYMS) -> Plan:
    return make_plan(parse(typed), synonyms)


def words(unit: Unit) -> list[str]:
    return [" ".join(text for _, text in alternative.pattern) for alternative in unit.alternatives]


def test_up_to_three_words_are_all_required() -> None:
    made = plan("メール 開いたら 暗号化された")
    assert [words(unit) for unit in made.units] == [["メール"], ["開く"], ["暗号"]]
    assert made.minimum == 3


def test_a_suffix_only_scores() -> None:
    made = plan("委託先")
    assert [words(unit) for unit in made.units] == [["委託"]]
    assert ["先"] in [words(unit) for unit in made.scored]


def test_a_long_question_needs_a_part_of_its_words() -> None:
    made = plan("取引先からのメールの添付ファイルを開いたらサーバーの中身が暗号化されて動かない")
    assert 1 <= made.minimum < len(made.units)


def test_question_words_do_not_count_unless_alone() -> None:
    assert [words(unit) for unit in plan("いつ発生したか").units] == [["発生"]]
    assert [words(unit) for unit in plan("いつ").units] == [["いつ"]]


def test_a_latin_word_is_found_cut_and_joined() -> None:
    assert [words(unit) for unit in plan("Wi-Fi").units] == [["wi fi", "wifi"]]


def test_synonyms_of_words_typed_apart_are_found() -> None:
    table = Synonyms([Entry("g", "unauthorized access"), Entry("g", "不正アクセス")])
    (unit,) = plan("unauthorized access", table).units
    assert "不正 アクセス" in words(unit)
    assert any(alternative.is_loose for alternative in unit.alternatives)


@pytest.mark.parametrize(
    ("typed", "is_met"), [("ランサム ウェア", True), ("ransom ware", True), ("「ランサム」 ウェア", False)]
)
def test_a_word_of_the_table_typed_in_two_is_one(typed: str, is_met: bool) -> None:
    table = Synonyms([Entry("g", "ランサムウェア"), Entry("g", "ransomware"), Entry("g", "恐喝")])
    units = plan(typed, table).units
    assert any("恐喝" in words(unit) for unit in units) is is_met
    assert (len(units) == 1) is is_met


def test_a_phrase_is_one_unit_without_synonyms() -> None:
    table = Synonyms([Entry("g", "Emotet"), Entry("g", "エモテット")])
    assert [words(unit) for unit in plan("「Emotet」", table).units] == [["emotet"]]


def test_exclusions_are_kept_apart() -> None:
    made = plan("京都 -旅館")
    assert [words(unit) for unit in made.excluded] == [["旅館"]]
    assert [words(unit) for unit in made.units] == [["京都"]]
    assert made.grams == ("京都",)


def test_relaxed_plan_is_content_with_one_word() -> None:
    assert relaxed_to_some_words(plan("京都 旅館")).minimum == 1


def test_what_is_only_counted_leaves_out_what_only_ranks() -> None:
    table = Synonyms([Entry("g", "不正アクセス"), Entry("g", "侵入"), Entry("g", "hacking")])
    made = plan("不正アクセス", table)
    assert (made.grams != (), [words(unit) for unit in unranked(made).units]) == (
        True,
        [["不正 アクセス", "侵入", "hack"]],
    )
    assert unranked(made).grams == unranked(made).scored == ()
    assert [alternative.is_loose for alternative in unranked(made).units[0].alternatives] == [True, False, False]


def test_symbols_make_an_empty_plan() -> None:
    assert plan("！？「」").is_empty
