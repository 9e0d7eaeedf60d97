import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.query import LONGEST_MEANING, Clause, parse


@pytest.mark.parametrize(
    ("typed", "clauses"),
    [
        ("メール　開いたら", [Clause("メール"), Clause("開いたら")]),
        ("「暗号化 された」", [Clause("暗号化 された", is_phrase=True)]),
        ('"supply chain" 攻撃', [Clause("supply chain", is_phrase=True), Clause("攻撃")]),
        ("“二要素”", [Clause("二要素", is_phrase=True)]),
        ("『二要素』", [Clause("二要素", is_phrase=True)]),
        ("京都 -旅館", [Clause("京都"), Clause("旅館", is_excluded=True)]),
        ("京都　－旅館", [Clause("京都"), Clause("旅館", is_excluded=True)]),
        ("-「東京都」", [Clause("東京都", is_phrase=True, is_excluded=True)]),
        ("Wi-Fi", [Clause("Wi-Fi")]),
        ('"閉じない', [Clause("閉じない")]),
        ("「閉じない", [Clause("閉じない")]),
        ("VPN OR EDR", [Clause("VPN"), Clause("EDR")]),
        ("メール メール", [Clause("メール")]),
        ("! ？ - 「」", []),
        ("", []),
    ],
)
def test_parse_reads_what_was_meant(typed: str, clauses: list[Clause]) -> None:
    assert list(parse(typed)) == clauses


@given(st.text(alphabet=st.sampled_from("あ漢aA1 　-－「」『』\"“”'\x00\ud800()*:^~\\/[]{}+&|!")) | st.text())
def test_parse_never_raises_and_is_bounded(typed: str) -> None:
    clauses = parse(typed)
    assert len(clauses) <= 32
    assert sum(len(clause.text) for clause in clauses) <= LONGEST_MEANING
    assert all(clause.text.strip() for clause in clauses)


@pytest.mark.parametrize("typed", ["あ" * 10_000, '"' * 10_000, "「a" * 5_000, "- " * 5_000, "\x00" * 10_000])
def test_parse_of_long_input_takes_no_time(typed: str) -> None:
    started = time.process_time()
    parse(typed)
    assert time.process_time() - started < 0.2
