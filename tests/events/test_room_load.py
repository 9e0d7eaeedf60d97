import json
import stat

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from events.models import MeetingIndexPage, MeetingPage, Room
from tests.conftest import Tree
from tests.factories.events import meeting_index

pytestmark = pytest.mark.django_db


def prepare(path, *extra: str, members: int = 3) -> dict:
    call_command("prepare_room_load", "--members", str(members), "--output", str(path), *extra)
    return json.loads(path.read_text())


@pytest.fixture
def meeting_list(content_tree: Tree) -> MeetingIndexPage:
    return meeting_index(content_tree.home["ja"])


def test_members_are_signed_in_with_both_factors(meeting_list, tmp_path):
    load = prepare(tmp_path / "load.json", "--base-url", "http://127.0.0.1:9000/")
    room = Room.objects.get(slug=load["room"])
    assert load["url"] == f"ws://127.0.0.1:9000/ws/rooms/{room.slug}/"
    assert (load["origin"], load["epoch"], len(load["cookies"])) == ("http://127.0.0.1:9000", room.epoch, 3)
    assert MeetingPage.objects.get(translation_key=room.meeting_key).is_public is False
    assert stat.S_IMODE((tmp_path / "load.json").stat().st_mode) == 0o600
    for cookie in load["cookies"]:
        client = Client(headers={"cookie": cookie})
        assert client.get(reverse("events:room", args=[room.slug])).status_code == 200


def test_caps_are_lifted_only_on_demand(meeting_list, tmp_path):
    normal = Room.objects.get(slug=prepare(tmp_path / "a.json")["room"])
    lifted = Room.objects.get(slug=prepare(tmp_path / "b.json", "--limits", "lifted")["room"])
    assert (normal.caps.frames_per_s, lifted.caps.frames_per_s > 1000) == (5, True)


def test_many_members_cost_few_queries(meeting_list, tmp_path, django_assert_max_num_queries):
    with django_assert_max_num_queries(486):
        prepare(tmp_path / "load.json", members=100)


def test_bad_input_is_refused_in_words(meeting_list, tmp_path, settings):
    with pytest.raises(CommandError, match="--members") as refused:
        prepare(tmp_path / "load.json", members=0)
    assert refused.value.returncode == 2
    with pytest.raises(CommandError, match="No such file"):
        prepare(tmp_path / "missing" / "load.json")
    settings.SETTINGS_MODULE = "secunity.settings.production"
    with pytest.raises(CommandError, match="Only with"):
        prepare(tmp_path / "load.json")


def test_epochs_are_renewed_by_command(meeting_list, tmp_path, capsys):
    load = prepare(tmp_path / "load.json")
    call_command("renew_room_epochs")
    assert "1 rooms" in capsys.readouterr().out
    assert Room.objects.get().epoch != load["epoch"]


def test_hub_without_its_tree_is_told_what_to_do(vocabularies, tmp_path):
    with pytest.raises(CommandError, match="secunity prepare"):
        prepare(tmp_path / "load.json")
