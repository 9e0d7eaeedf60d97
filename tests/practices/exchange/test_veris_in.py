"""Reading VERIS: every shape a file can have, and every way in which it can be broken."""

import json

import pytest

from practices.exchange import UnreadableFileError, read_veris
from practices.exchange.records import LONGEST_RECORD
from tests.practices.exchange.records import lines, record


@pytest.mark.parametrize(
    "content",
    [
        lines(record(), record(incident_id="B")),
        json.dumps([record(), record(incident_id="B")]).encode(),
        json.dumps([record(), record(incident_id="B")], indent=2).encode(),
        b"\xef\xbb\xbf" + lines(record(), record(incident_id="B")).replace(b"\n", b"\r\n\r\n"),
    ],
    ids=["lines", "list", "list over lines", "lines with mark and blank lines"],
)
def test_list_and_lines_are_read_alike(content: bytes) -> None:
    assert [read.record for read in read_veris(content)] == [record(), record(incident_id="B")]


@pytest.mark.parametrize("indent", [None, 2])
def test_one_object_is_one_record(indent: int | None) -> None:
    assert [read.record for read in read_veris(json.dumps(record(), indent=indent).encode())] == [record()]


@pytest.mark.parametrize(
    "content",
    [json.dumps([record()])[:-20].encode(), json.dumps(record(), indent=2)[:-20].encode(), b'{"incident_id": "A', b"["],
)
def test_truncated_file_is_refused_with_its_place(content: bytes) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read_veris(content)
    assert caught.value.code == "not_json"
    assert caught.value.values["line"] >= 1


def test_broken_line_is_skipped_and_named_and_the_others_are_read() -> None:
    reads = read_veris(lines(record()) + b'\n{"incident_id": "B", "summ\n' + lines(record(incident_id="C")))
    assert [read.record is not None for read in reads] == [True, False, True]
    problem = reads[1].problem
    assert problem is not None
    assert (problem.record, problem.code, problem.values["line"]) == ("2", "not_json", 2)


@pytest.mark.parametrize("encoding", ["cp932", "utf-16"])
def test_wrong_encoding_is_refused_with_its_place(encoding: str) -> None:
    text = json.dumps(record(summary="受注サーバが止まった"), ensure_ascii=False)
    with pytest.raises(UnreadableFileError) as caught:
        read_veris(f"\n{text}".encode(encoding))
    assert caught.value.code == "not_utf8"


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_empty_file_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFileError, match="empty"):
        read_veris(content)


def test_five_megabytes_in_one_line_are_one_record_that_is_too_long() -> None:
    reads = read_veris(lines(record(summary="x" * 5_000_000), record(incident_id="B")))
    problem = reads[0].problem
    assert problem is not None
    assert (problem.record, problem.code, problem.values["limit"]) == ("A1B2", "too_long", LONGEST_RECORD)
    assert reads[1].record is not None


def test_list_of_five_megabytes_in_one_line_is_read() -> None:
    many = [record(incident_id=str(number), notes="x" * 5000) for number in range(1000)]
    reads = read_veris(json.dumps(many).encode())
    assert sum(read.record is not None for read in reads) == 1000


@pytest.mark.parametrize("value", [1, "text", None, [], {}, {"name": "no section of VERIS"}])
def test_what_is_no_record_is_skipped(value: object) -> None:
    [read] = read_veris(json.dumps([value]).encode())
    assert read.record is None
    assert read.problem is not None
    assert read.problem.code == "no_record"


@pytest.mark.parametrize(("version", "is_read"), [("1.2.1", False), ("1.3", True), ("1.3.2", True), ("1.4.1", True)])
def test_versions_from_1_3_on_are_read(version: str, is_read: bool) -> None:
    [read] = read_veris(lines(record(schema_version=version)))
    assert (read.record is not None) is is_read


@pytest.mark.parametrize("text", ["NaN", "Infinity", "[" * 100_000, "9" * 5000])
def test_json_that_no_database_takes_is_no_json(text: str) -> None:
    content = lines(record()) + b'\n{"incident_id": "B", "plus": ' + text.encode() + b"}"
    assert [read.record is not None for read in read_veris(content)] == [True, False]


def test_half_surrogates_become_whole_characters() -> None:
    [read] = read_veris(b'{"incident_id": "A\\ud800", "summary": "\\ud83d\\ude00"}')
    assert read.record is not None
    assert read.record["summary"] == "😀"
    read.record["incident_id"].encode()


def test_unknown_keys_stay_as_they_are() -> None:
    [read] = read_veris(lines(record(house_rule={"deep": [1, 2]})))
    assert read.record is not None
    assert read.record["house_rule"] == {"deep": [1, 2]}
