"""All structured kinds, beside kana, kanji, brackets and line breaks, in half and full width."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practices.anonymize.findings import Finding, united
from practices.anonymize.keep import find_kept
from practices.anonymize.structured import find_structured
from practices.anonymize.structured.checks import is_card_number, is_driver_licence, is_my_number
from secunity.core.text.corporate_number import is_corporate_number
from secunity.core.text.normalise import normalise_with_offsets
from tests.practices.anonymize.identifiers import AROUND, KEPT, STRUCTURED, full_width

MANY = settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))


def found_in(text: str) -> list[Finding]:
    normalised = normalise_with_offsets(text)
    plain = normalised.text
    found = [*find_kept(plain), *find_structured(plain)]
    placed = [
        f._replace(start=normalised.span(f.start, f.end)[0], end=normalised.span(f.start, f.end)[1]) for f in found
    ]
    return united(placed, text)


def uncovered(text: str, start: int, end: int, findings: list[Finding]) -> str:
    covered = {index for finding in findings for index in range(finding.start, finding.end)}
    return "".join(char for index, char in enumerate(text[start:end], start) if index not in covered and char.isalnum())


@pytest.mark.parametrize("kind", STRUCTURED)
def test_structured_kind_is_found_everywhere(kind: str) -> None:
    @MANY
    @given(STRUCTURED[kind], st.sampled_from(AROUND), st.booleans())
    def check(generated: str, around: tuple[str, str], is_full_width: bool) -> None:
        label, _, value = generated.rpartition("|")
        if is_full_width:
            label, value = full_width(label), full_width(value)
        text = around[0] + label + value + around[1]
        start = len(around[0]) + len(label)
        findings = found_in(text)
        assert not uncovered(text, start, start + len(value), findings), (text, findings)
        assert kind in {finding.kind for finding in findings}, (text, findings)

    check()


@pytest.mark.parametrize("kind", KEPT)
def test_kept_kind_is_never_touched(kind: str) -> None:
    @MANY
    @given(KEPT[kind], st.sampled_from(AROUND), st.booleans())
    def check(value: str, around: tuple[str, str], is_full_width: bool) -> None:
        value = full_width(value) if is_full_width else value
        text = around[0] + value + around[1]
        findings = found_in(text)
        assert [(f.kind, text[f.start : f.end]) for f in findings] == [(kind, value)]

    check()


def test_kept_kind_survives_inside_an_address() -> None:
    text = "https://nvd.nist.gov/vuln/detail/CVE-2021-44228"

    assert [(f.kind, text[f.start : f.end]) for f in found_in(text)] == [
        ("URL", "https://nvd.nist.gov/vuln/detail/"),
        ("CVE", "CVE-2021-44228"),
    ]


def test_label_makes_a_number_of_what_looks_like_a_technique() -> None:
    assert [finding.kind for finding in found_in("社員番号：T1234")] == ["EMPLOYEE_ID"]


@pytest.mark.parametrize(
    "text",
    [
        "SHA-256とAES-256",
        "Node.jsの更新",
        "report.docxを開く",
        "std::cout",
        "3-2-1ルール",
        "ISO-27001の取得",
        "and/or",
        "ASP.NETの脆弱性",
    ],
)
def test_ordinary_words_are_no_identifiers(text: str) -> None:
    assert found_in(text) == []


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (is_my_number, "123456789018", "123456789012"),
        (is_corporate_number, "7000012050002", "1000012050002"),
        (is_card_number, "4111111111111111", "4111111111111112"),
        (is_driver_licence, "301234567810", "301234567890"),
    ],
)
def test_check_digit_tells_numbers_apart(check, good: str, bad: str) -> None:
    assert check(good)
    assert not check(bad)
    assert not check(good[:-1])
