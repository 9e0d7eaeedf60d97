"""The import contracts hold, and each of them would notice being broken."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ["site", "community", "practices", "events", "search"]


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join([str(folder / "site"), str(folder)])
    return subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in PACKAGES:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.json", "static"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_contracts_hold() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("path", "line", "contract"),
    [
        ("community/queries/rights.py", "import events.models", "Apps import downwards only"),
        ("site/secunity/core/queries.py", "import secunity.urls", "The project package holds composition"),
        ("site/secunity/stray.py", "", "The project package holds composition"),
        ("practices/models/case.py", "import practices.actions", "Modules inside an app import downwards only"),
        ("search/helpers.py", "", "Modules inside an app import downwards only"),
        ("events/room/protocol.py", "import django", "Pure engines know no Django"),
    ],
)
def test_contracts_notice_a_planted_violation(copy: Path, path: str, line: str, contract: str) -> None:
    target = copy / path
    if not target.exists() and (copy / path.removesuffix(".py") / "__init__.py").exists():
        target = copy / path.removesuffix(".py") / "__init__.py"
    target.write_text((target.read_text() if target.exists() else "") + f"\n{line}\n")

    result = lint_imports(copy)

    assert result.returncode == 1
    broken = [row for row in result.stdout.splitlines() if "BROKEN" in row]
    assert any(contract in row for row in broken) or contract in result.stdout.split("Broken contracts")[-1]
