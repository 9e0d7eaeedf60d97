"""The word list, the features, the models, and training them again."""

import json
import lzma
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practices.anonymize import training
from practices.anonymize.recognise import characters, find_names, models, units
from practices.anonymize.recognise.letters import kind_of, runs
from practices.anonymize.recognise.lexicon import COMMON, FAMILY, GIVEN, Lexicon, lexicon
from practices.anonymize.recognise.ordinary import is_ordinary
from practices.anonymize.recognise.pieces import LONGEST, pieces_of

WORDS = Lexicon.of_words({"山田": FAMILY, "太郎": GIVEN, "山": COMMON, "メール": COMMON})


def test_lexicon_survives_being_packed() -> None:
    again = Lexicon.from_bytes(WORDS.to_bytes())

    assert again.classes_of("山田") == FAMILY
    assert again.classes_of("川田") == 0
    assert again.to_bytes() == WORDS.to_bytes()


def test_lexicon_of_the_package_knows_names_and_words() -> None:
    assert lexicon().classes_of("佐藤") & FAMILY
    assert lexicon().classes_of("花子") & GIVEN
    assert lexicon().classes_of("会議") & COMMON


def test_kinds_and_runs_of_letters() -> None:
    assert "".join(map(kind_of, "あア漢Aa1・、!€é")) == "hkcAadm、!sx"
    assert runs("kkaAcc") == ([0, 0, 2, 2, 4, 4], [2, 2, 4, 4, 6, 6])


def test_each_character_has_features_of_itself_and_the_word_list() -> None:
    rows = characters.features_of("山田太郎へ", WORDS)

    assert len(rows) == 5
    assert {"0山", "1田", "ASB2", "DSB2c"} <= set(rows[0])
    assert "p山田" in rows[0]


def test_units_cover_the_sentence() -> None:
    sentence = "山田太郎は東京都港区のABC株式会社へ。"
    found, features = units.features_of(sentence)

    assert "".join(sentence[unit.start : unit.end] for unit in found) == sentence
    assert len(features) == len(found)


@given(st.text(max_size=1500))
@settings(deadline=None)
def test_pieces_are_parts_of_the_text(text: str) -> None:
    for start, piece in pieces_of(text):
        assert text[start : start + len(piece)] == piece
        assert 0 < len(piece) <= LONGEST


@pytest.mark.parametrize("recognizer", ["default", "extra"])
def test_models_find_names_and_split_neighbours(recognizer: str) -> None:
    text = "佐藤花子は京都大学を卒業し、トヨタ自動車に入社した。"
    found = {text[f.start : f.end]: f.kind for f in find_names(text, recognizer) if f.probability >= 0.1}

    assert found["佐藤花子"] == "PERSON"
    assert found["京都大学"] in ("ORG", "FAC")
    assert found["トヨタ自動車"] == "ORG"


def test_brackets_part_names() -> None:
    text = "株式会社近畿精密工業(大阪府東大阪市)の担当"

    assert {text[f.start : f.end] for f in find_names(text) if f.probability >= 0.1} >= {"大阪府東大阪市"}


def test_installed_size_is_small() -> None:
    assert sum(path.stat().st_size for path in models.FOLDER.iterdir()) < 9_000_000


@pytest.mark.parametrize(
    ("word", "expected"),
    [("サーバー", True), ("ランサムウェアの", True), ("VPN機器", True), ("山田", False), ("", False)],
)
def test_ordinary_words(word: str, expected: bool) -> None:
    assert is_ordinary(word) is expected


def rows_of(count: int) -> str:
    row = {
        "text": "㈱山田は東京で",
        "entities": [{"start": 0, "end": 3, "label": "法人名"}, {"start": 4, "end": 6, "label": "地名"}],
    }
    return "".join(json.dumps({**row, "id": index}) + "\n" for index in range(count))


def test_held_out_texts_are_never_trained_on(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text(rows_of(60))
    used, kept = list(training.read_examples(tmp_path)), list(training.read_examples(tmp_path, held_out=True))

    assert len(used) + len(kept) == 60
    assert 0 < len(kept) < 20
    assert all(training.part_of("corpus", str(index)) == training.part_of("corpus", str(index)) for index in range(60))


def test_example_is_normalised_with_its_names() -> None:
    example = training.example_of(json.loads(rows_of(1)))

    assert [example.text[start:end] for start, end, _ in example.names] == ["(株)山田", "東京"]
    assert training.character_tags(example)[:6] == ["B-ORG", "I-ORG", "I-ORG", "I-ORG", "I-ORG", "O"]
    assert "B-LOC" in training.unit_tags(example, units.units_of(example.text))


def test_people_are_groups_but_no_names() -> None:
    row = {
        "text": "日本人と民主党",
        "entities": [{"start": 0, "end": 3, "label": "NORP"}, {"start": 4, "end": 7, "label": "NORP"}],
    }

    assert [name[2] for name in training.example_of(row).names] == ["ORG"]


def test_training_twice_gives_the_same_weights(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text(rows_of(30))
    examples = list(training.read_examples(tmp_path))
    first, second = (training.train_characters(examples, WORDS) for _ in range(2))

    assert first == second
    assert lzma.decompress(first)


def test_training_without_data_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert training.main(["--data", str(tmp_path)]) == 2
    assert "holds no" in capsys.readouterr().err
