from practices.anonymize.findings import Finding, united


def spans(findings: list[Finding], text: str) -> list[tuple[str, str]]:
    return [(finding.kind, text[finding.start : finding.end]) for finding in findings]


def test_kept_part_is_cut_out_of_what_surrounds_it() -> None:
    text = "abc-HASH-def"
    found = united([Finding(0, 12, "URL"), Finding(4, 8, "HASH")], text)

    assert spans(found, text) == [("URL", "abc-"), ("HASH", "HASH"), ("URL", "-def")]


def test_longer_of_two_identifiers_wins() -> None:
    text = "taro@example.jp"
    found = united([Finding(5, 15, "DOMAIN"), Finding(0, 15, "EMAIL")], text)

    assert spans(found, text) == [("EMAIL", text)]


def test_overlapping_names_become_one_with_the_kind_of_the_longer() -> None:
    text = "近畿精密工業大阪"
    found = united([Finding(0, 6, "ORG", 0.9, "form"), Finding(4, 8, "LOC", 0.95, "address")], text)

    assert found == [Finding(0, 8, "ORG", 0.95, "form")]


def test_sure_name_keeps_the_number_inside_it() -> None:
    text = "三十三銀行"
    found = united([Finding(0, 3, "COUNT"), Finding(0, 5, "ORG", 0.9, "recogniser")], text)

    assert spans(found, text) == [("ORG", "三十三銀行")]


def test_date_stays_a_date_beside_an_unsure_name() -> None:
    text = "2024年3月"
    found = united([Finding(0, 7, "DATE"), Finding(0, 5, "EVENT", 0.15, "recogniser")], text)

    assert spans(found, text) == [("DATE", text)]


def test_only_masked_from_a_tenth_and_never_what_is_kept() -> None:
    assert Finding(0, 1, "PERSON", 0.10).is_masked
    assert not Finding(0, 1, "PERSON", 0.09).is_masked
    assert not Finding(0, 1, "CVE").is_masked
