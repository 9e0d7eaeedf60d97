"""Reading CSV: one column a field path, and rows that break without taking others along."""

import pytest

from practices.exchange import UnreadableFileError, read_csv

HEADER = (
    "incident_id,schema_version,summary,victim.industry,victim.country,action.malware.variety,timeline.incident.year"
)
ROW = "A,1.4.1,Text,332613,JP,Ransomware; Worm,2024"


def read(*rows: str) -> list[object]:
    return [each.record for each in read_csv("\n".join(rows).encode())]


def test_columns_become_fields_and_repeated_values_lists() -> None:
    assert read(HEADER, ROW) == [
        {
            "incident_id": "A",
            "schema_version": "1.4.1",
            "summary": "Text",
            "victim": {"industry": "332613", "country": ["JP"]},
            "action": {"malware": {"variety": ["Ransomware", "Worm"]}},
            "timeline": {"incident": {"year": 2024}},
        }
    ]


def test_lists_of_objects_take_their_columns_side_by_side() -> None:
    [record] = read("incident_id,asset.assets.variety,asset.assets.amount", "A,S - Web; S - Mail,2; ")
    assert record == {
        "incident_id": "A",
        "asset": {"assets": [{"variety": "S - Web", "amount": 2}, {"variety": "S - Mail"}]},
    }


def test_empty_cells_say_nothing() -> None:
    assert read("incident_id,victim.industry,summary", "A,,Text") == [{"incident_id": "A", "summary": "Text"}]


def test_unknown_columns_are_kept() -> None:
    assert read("incident_id,house.rule", "A,x") == [{"incident_id": "A", "house": {"rule": "x"}}]


def test_quoted_cells_hold_commas_lines_and_quotation_marks() -> None:
    [record] = read("incident_id,summary", 'A,"one, ""two""', 'three"')
    assert record == {"incident_id": "A", "summary": 'one, "two"\nthree'}


def test_windows_line_ends_and_byte_order_mark_are_read() -> None:
    [each] = read_csv(b"\xef\xbb\xbfincident_id,summary\r\nA,Text\r\n")
    assert each.record == {"incident_id": "A", "summary": "Text"}


@pytest.mark.parametrize("broken", ["B,only two", "B,x,x,x,x,x,x,x,x", 'B,1.4.1,"never closed,1,JP,Worm,2024'])
def test_broken_row_is_named_with_its_line_and_the_others_are_read(broken: str) -> None:
    reads = read_csv("\n".join([HEADER, ROW, broken, ROW]).encode())
    assert [each.record is not None for each in reads] == [True, False, True]
    problem = reads[1].problem
    assert problem is not None
    assert (problem.record, problem.values["line"]) == ("2", 3)


def test_forty_thousand_rows_with_broken_ones_are_all_accounted_for() -> None:
    rows = [ROW if number % 100 else 'B,"stray' for number in range(40_000)]
    reads = read_csv("\n".join([HEADER, *rows]).encode())
    assert len(reads) == 40_000
    assert sum(each.record is None for each in reads) == 400


@pytest.mark.parametrize("header", ["a,b,c", "name;industry", "2024,JP"])
def test_header_without_field_paths_is_refused(header: str) -> None:
    with pytest.raises(UnreadableFileError, match="no_header"):
        read_csv(f"{header}\nx,y,z".encode())


def test_column_that_is_there_twice_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="double_column"):
        read_csv(b"incident_id,summary,summary\nA,x,y")


def test_paths_that_contradict_one_another_are_a_problem_of_the_record() -> None:
    [each] = read_csv(b"incident_id,victim,victim.industry\nA,Somebody,332613")
    assert each.problem is not None
    assert each.problem.code == "path_clash"


def test_shift_jis_is_refused_with_its_line() -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read_csv("incident_id,summary\nA,止まった".encode("cp932"))
    assert caught.value.values["line"] == 2
