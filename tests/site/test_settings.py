"""Settings: one reader of the environment, a table that tells the truth, and a production that refuses."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SETTINGS = ROOT / "site" / "secunity" / "settings"
WHOLE = {
    "SECUNITY_SECRET_KEY": "x" * 60,
    "SECUNITY_SEALING_KEYS": "y" * 40,
    "SECUNITY_DATABASE_URL": "sqlite:////tmp/never-opened.sqlite3",
    "SECUNITY_BASE_URL": "https://hub.example",
    "SECUNITY_HOSTS": "hub.example",
    "SECUNITY_CONTACT_EMAIL": "contact@hub.example",
}


def load_production(**changed: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SECUNITY_")}
    return subprocess.run(
        [sys.executable, "-c", "import secunity.settings.production"],
        env={**environment, **WHOLE, **changed},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_with_everything_it_needs() -> None:
    result = load_production()
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECUNITY_SECRET_KEY", "short"),
        ("SECUNITY_SEALING_KEYS", ""),
        ("SECUNITY_SEALING_KEYS", f"{'y' * 40},short"),
        ("SECUNITY_DATABASE_URL", ""),
        ("SECUNITY_BASE_URL", "http://hub.example"),
        ("SECUNITY_HOSTS", ""),
        ("SECUNITY_HOSTS", "*"),
        ("SECUNITY_CONTACT_EMAIL", ""),
    ],
)
def test_production_refuses_to_start_without(name: str, value: str) -> None:
    result = load_production(**{name: value})
    assert result.returncode != 0
    assert name in result.stderr


def test_production_refuses_debug() -> None:
    assert "SECUNITY_DEBUG" in load_production(SECUNITY_DEBUG="true").stderr


def test_only_base_makes_an_env() -> None:
    makers = [path.name for path in SETTINGS.glob("*.py") if "Env(" in path.read_text()]
    assert makers == ["base.py"]
    for path in (
        *SETTINGS.parent.rglob("*.py"),
        *(p for a in ("community", "practices", "events", "search") for p in (ROOT / a).rglob("*.py")),
    ):
        if path.parent != SETTINGS and path.name not in {"__main__.py", "asgi.py", "wsgi.py"}:
            assert "os.environ" not in path.read_text(), path


def test_readme_table_lists_every_setting() -> None:
    code = "".join(path.read_text() for path in sorted(SETTINGS.glob("*.py")))
    read = {f"SECUNITY_{name}" for name in re.findall(r'env\.\w+\(\s*"(\w+)"', code)}
    listed = set(re.findall(r"^\| `(SECUNITY_\w+)`", (ROOT / "README.md").read_text(), re.MULTILINE))
    assert listed == read
