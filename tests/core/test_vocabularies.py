"""Controlled vocabularies come whole from their files."""

import pytest
from django.core.management import call_command
from django.utils.translation import override

from community.models import IndustryDivision, IndustryGroup, MicArea, Prefecture, Region, SizeBand
from practices.models import IncidentType
from secunity.core.actions import load_vocabularies
from secunity.core.models import TlpLabel, Vocabulary

pytestmark = pytest.mark.django_db


def test_load_vocabularies_loads_every_list() -> None:
    counts = load_vocabularies()

    assert counts["community.Prefecture"] == Prefecture.objects.count() == 47
    assert counts["community.Region"] == Region.objects.count() == 9
    assert counts["community.MicArea"] == MicArea.objects.count() == 11
    assert counts["community.IndustryDivision"] == IndustryDivision.objects.count() == 20
    assert counts["community.IndustryGroup"] == IndustryGroup.objects.count() == 99
    assert counts["practices.IncidentType"] == IncidentType.objects.count() == 23
    assert counts["core.TlpLabel"] == TlpLabel.objects.count() == 5


def test_load_vocabularies_twice_changes_nothing() -> None:
    load_vocabularies()
    Region.objects.filter(code="kinki").update(name_ja="changed")
    load_vocabularies()

    assert Region.objects.get(code="kinki").name_ja == "近畿"
    assert Prefecture.objects.count() == 47


def test_prefectures_cover_both_groupings(vocabularies: None) -> None:
    assert Region.objects.get(code="kinki").prefectures.count() == 7
    assert Region.objects.get(code="kanto").prefectures.count() == 11
    assert MicArea.objects.get(code="hokuriku").prefectures.count() == 3
    differing = [p.code for p in Prefecture.objects.all() if p.region_id != p.mic_area_id]
    assert differing == ["15", "16", "17", "18", "20", "21", "22", "23", "24"]


def test_every_tile_of_the_map_has_its_own_place(vocabularies: None) -> None:
    assert len(set(Prefecture.objects.values_list("tile_x", "tile_y"))) == 47


def test_public_size_bands_have_no_parent(vocabularies: None) -> None:
    assert list(SizeBand.objects.filter(parent=None).values_list("code", flat=True)) == [
        "small",
        "medium",
        "upper",
        "large",
    ]  # fmt: skip - one line reads better


def test_term_is_named_in_the_active_language(vocabularies: None) -> None:
    region = Region.objects.get(code="kinki")
    with override("en"):
        assert str(region) == "Kinki"
    with override("ja"):
        assert str(region) == "近畿"


def test_every_vocabulary_names_its_source() -> None:
    for model in (m for m in Vocabulary.__subclasses__()):
        head = model.source_file.read_text(encoding="utf-8").split("\n", 3)[:3]
        assert any("20" in line for line in head if line.startswith("#")), model


def test_command_prints_counts(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_vocabularies", "--json")
    assert '"community.Prefecture": 47' in capsys.readouterr().out
