"""The folder `site/` never becomes a package, and every app is the one in this repository."""

import importlib
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted(ROOT.glob("requirements*.lock"))


def test_standard_library_site_is_untouched() -> None:
    found = subprocess.run(
        [sys.executable, "-c", "import site; print(site.__file__)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(found.stdout.strip()) == Path(sysconfig.get_path("stdlib")) / "site.py"
    assert not (ROOT / "site" / "__init__.py").exists()


@pytest.mark.parametrize("name", ["secunity", "community", "practices", "events", "search"])
def test_app_resolves_to_this_repository(name: str) -> None:
    file = importlib.import_module(name).__file__
    assert file is not None
    assert ROOT in Path(file).parents


def versions(lock: Path) -> dict[str, str]:
    rows = (row.split(" ")[0] for row in lock.read_text().splitlines() if "==" in row)
    return dict(row.split("==") for row in rows)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_pins_with_hashes_and_names_no_index(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    assert "--index-url" not in text
    for requirement in text.replace("\\\n", " ").splitlines():
        assert "==" in requirement, requirement
        assert "--hash=sha256:" in requirement, requirement


def test_locks_agree_on_every_version() -> None:
    core = versions(ROOT / "requirements.lock")
    for lock in LOCKS:
        others = versions(lock)
        assert {name: others.get(name) for name in core} == core, lock.name


def test_fixed_libraries_are_core_dependencies() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = {row.split("~")[0].split("[")[0] for row in project["dependencies"]}
    assert {"wagtail", "django", "channels", "daphne", "elasticsearch-dsl", "markdown"} <= names
