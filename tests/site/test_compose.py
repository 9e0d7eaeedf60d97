"""What can be known of the containers without an engine."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

DOCKER = Path(__file__).parents[2] / "docker"
SETTINGS = Path(__file__).parents[2] / "site" / "secunity" / "settings"


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((DOCKER / "compose.yaml").read_text())


def test_compose_has_every_part(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == {"web", "worker", "prepare", "postgres", "redis", "elasticsearch"}


def test_compose_dependencies_exist_and_can_become_ready(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for name, service in services.items():
        for needed, how in service.get("depends_on", {}).items():
            assert needed in services, f"{name} needs {needed}"
            if how["condition"] == "service_healthy":
                assert "test" in services[needed]["healthcheck"], needed


def test_compose_volumes_are_declared(compose: dict[str, Any]) -> None:
    used = {v.split(":")[0] for s in compose["services"].values() for v in s.get("volumes", [])}
    assert used == set(compose["volumes"])


def test_compose_names_only_settings_that_the_code_reads(compose: dict[str, Any]) -> None:
    code = "".join(path.read_text() for path in SETTINGS.glob("*.py"))
    read = {f"SECUNITY_{name}" for name in re.findall(r'env\.\w+\(\s*"(\w+)"', code)}
    assert set(compose["services"]["web"]["environment"]) <= read


def test_compose_holds_no_password(compose: dict[str, Any]) -> None:
    values = [
        str(v)
        for s in compose["services"].values()
        for k, v in s.get("environment", {}).items()
        if "PASSWORD" in k or "SECRET" in k
    ]
    assert values
    assert all(v.startswith("${") and ":?" in v for v in values)


def test_env_example_names_everything_compose_asks_for() -> None:
    asked = set(re.findall(r"\$\{(\w+):\?", (DOCKER / "compose.yaml").read_text()))
    given = set(re.findall(r"^(\w+)=", (DOCKER / "env.example").read_text(), re.MULTILINE))
    assert asked <= given


def test_elasticsearch_has_both_plugins() -> None:
    text = (DOCKER / "elasticsearch.Dockerfile").read_text()
    assert {"analysis-kuromoji", "analysis-icu"} <= set(re.findall(r"install --batch (\S+)", text))


def test_image_runs_without_rights_and_is_watched() -> None:
    text = (DOCKER / "Dockerfile").read_text()
    assert re.search(r"^USER hub$", text, re.MULTILINE)
    assert "HEALTHCHECK" in text
    assert text.index("USER hub") < text.index('CMD ["secunity"')
