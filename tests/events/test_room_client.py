"""The room's script stays small, complete and our own: no other host, no framework, nothing to build."""

import re
from pathlib import Path

import pytest
from django.core.files import File

from secunity.core.adapters import StaticFiles

ROOM = Path(__file__).parents[2] / "events" / "static" / "events" / "room"
MODULES = sorted(ROOM.rglob("*.js"))
PRELOADED = ROOM.parents[2] / "templates" / "events" / "room_modules.html"
MOST_BYTES = 25_000
IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']""")
OTHER_HOST = re.compile(r"""(?:https?|wss?):|["'`]//""")


def test_room_client_is_small_as_it_is_sent(tmp_path: Path) -> None:
    storage = StaticFiles(location=str(tmp_path), base_url="/static/")
    pack = storage.create_compressor(quiet=True).compress
    sizes = {}
    for path in MODULES:
        with path.open("rb") as module:
            pack(storage.path(storage.save(f"events/room/{path.name}", File(module))))
        sizes[path.name] = min(sent.stat().st_size for sent in tmp_path.glob(f"events/room/{path.name}*"))
    assert "room.js" in sizes
    assert sum(sizes.values()) <= MOST_BYTES, sizes


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_room_client_imports_only_its_own_modules(path: Path) -> None:
    for name in IMPORT.findall(path.read_text()):
        assert name.startswith("./"), name
        assert (path.parent / name).resolve() in MODULES, name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_room_client_names_no_other_host(path: Path) -> None:
    assert not OTHER_HOST.search(path.read_text())


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_room_client_never_writes_markup(path: Path) -> None:
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", path.read_text())


def test_modules_are_fetched_beside_each_other() -> None:
    # On a weak network each round trip that waits for another takes seconds.
    named = set(re.findall(r"events/room/(\w+\.js)", PRELOADED.read_text()))
    needed = {name.removeprefix("./") for path in MODULES for name in IMPORT.findall(path.read_text())}
    assert named == needed
