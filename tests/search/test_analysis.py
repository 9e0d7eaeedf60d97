import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis import VERSION, Term, analyse, bigrams


def texts(text: str) -> list[str]:
    return [term.text for term in analyse(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("漏洩", "漏えい"),
        ("サーバ", "サーバー"),
        ("メモリ", "メモリー"),
        ("ウイルス", "ウィルス"),
        ("申込", "申し込み"),
        ("打合せ", "打ち合わせ"),
        ("ﾎﾃﾙWi-Fi", "ホテルＷｉ‐Ｆｉ"),
        ("駆付け", "駆けつけ"),
        ("かけつけ", "駆け付け"),
        ("持出し", "持ち出し"),
        ("改竄", "改ざん"),
        ("うぃるす", "ウイルス"),
        ("files", "File"),
        ("encrypted", "encrypting"),
        ("ＲＡＮＳＯＭＷＡＲＥ", "ransomware"),
    ],
)
def test_spellings_give_the_same_terms(one: str, other: str) -> None:
    assert texts(one) == texts(other)


@pytest.mark.parametrize(
    "amount", ["5,500万円", "5500万円", "５５００万円", "５，５００万円", "55,000,000円", "五千五百万円"]
)
def test_amounts_give_the_same_term(amount: str) -> None:
    assert texts(amount) == ["55000000", "円"]


def test_larger_amounts_join_their_units() -> None:
    assert texts("1億2,000万円") == texts("120,000,000円")


@pytest.mark.parametrize("whole", ["CVE-2021-44228", "cve-2021-44228", "10.0.0.1", "T1566.001", "JVNDB-2021-001234"])
def test_identifiers_stay_whole(whole: str) -> None:
    assert texts(f"{whole}が悪用された")[0] == whole.lower()


def test_particles_and_punctuation_are_dropped() -> None:
    assert texts("メールを開いたら、暗号化された。") == ["メール", "開く", "暗号", "化"]
    assert texts("「」。、！？の") == []


def test_particles_after_a_latin_word_are_dropped() -> None:
    assert texts("VPNから侵入") == ["vpn", "侵入"]


def test_kyoto_is_not_in_tokyo_to() -> None:
    assert "京都" not in texts("東京都")


def test_latin_words_split_at_humps_and_hyphens() -> None:
    assert texts("PowerShell") == ["powershel", "power", "shell"]
    assert texts("Wi-Fi") == ["wifi", "wi", "fi"]
    assert texts("Microsoft365")[1:] == ["microsoft", "365"]
    assert texts("iPhone") == ["iphon"]


def test_small_english_words_are_dropped_but_not_names() -> None:
    assert texts("the files of an employee") == texts("files employee")
    assert texts("IT") == ["it"]
    assert texts("it") == []


def test_positions_keep_the_gaps_of_dropped_words() -> None:
    assert [(term.text, term.position) for term in analyse("委託先の装置")] == [("委託", 0), ("先", 1), ("装置", 3)]


def test_offsets_are_those_of_the_given_text() -> None:
    text = "出張先の ﾎﾃﾙ で、５，５００万円"
    found = {term.text: text[term.start : term.end] for term in analyse(text)}
    assert found["ホテル"] == "ﾎﾃﾙ"
    assert found["55000000"] == "５，５００万"


def test_bigrams_are_pairs_with_gaps_between_runs() -> None:
    assert [(gram.text, gram.position) for gram in bigrams("東京都、京都 VPN")] == [
        ("東京", 0),
        ("京都", 1),
        ("京都", 3),
    ]


def test_long_texts_are_cut_and_keep_their_offsets() -> None:
    text = "サーバーが停止した。" * 2000 + "あ" * 20_000
    terms = analyse(text)
    assert text[terms[-1].start : terms[-1].end]
    servers = [term for term in terms if term.text == "サーバ"]
    assert len(servers) == 2000
    assert all(text[term.start : term.end] == "サーバー" for term in servers)


def test_threads_have_their_own_tokenizer() -> None:
    expected = analyse("取引先のサーバーが停止した。" * 20)
    answers: list[list[Term]] = []
    threads = [
        threading.Thread(target=lambda: answers.append(analyse("取引先のサーバーが停止した。" * 20))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 8


def test_version_names_the_dictionary() -> None:
    assert VERSION.count("-") == 2


WORDS = ["漏えい", "ﾎﾃﾙ", "Wi-Fi", "WindowsXP", "5,500万", "１億", "CVE-2021-44228", "持出し", "'s", "C&C"]
PIECES = st.sampled_from([*WORDS, *"-・。か👍éT ", chr(0x3099), chr(0), chr(0xD800)])


@settings(max_examples=150, deadline=None)
@given(st.text() | st.lists(PIECES, max_size=12).map("".join))
def test_offsets_are_always_valid(text: str) -> None:
    for terms in (analyse(text), bigrams(text)):
        assert [term.start for term in terms] == sorted(term.start for term in terms)
        assert [term.position for term in terms] == sorted(term.position for term in terms)
        for term in terms:
            assert term.text
            assert 0 <= term.start < term.end <= len(text)
