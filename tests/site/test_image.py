"""The image's steps, taken from the Dockerfile, in a clean virtual environment on exactly what the build is given."""

import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.served import free_port

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "docker" / "Dockerfile").read_text()
STARTS_WITHIN_S = 60.0


@pytest.fixture(scope="module")
def venv(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The virtual environment that the build stage leaves, at another place; what it was made of stands beside it."""
    folder = tmp_path_factory.mktemp("image")
    context, made = folder / "build", folder / "hub"
    copy_context(context)
    for line in build_lines():
        command = line.replace("/opt/hub", str(made)).replace("python -m venv", f"{sys.executable} -m venv", 1)
        done = subprocess.run(
            ["sh", "-c", command], cwd=context, env=_clean(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    yield made
    shutil.rmtree(folder)


def stages() -> list[list[str]]:
    """The instructions of each stage of the Dockerfile, with continued lines joined."""
    joined = re.sub(r"\\\n\s*", "", DOCKERFILE)
    lines = [line for line in joined.splitlines() if line and not line.startswith("#")]
    starts = [number for number, line in enumerate(lines) if line.startswith("FROM ")]
    return [lines[start:end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def build_lines() -> list[str]:
    """What the build stage runs."""
    return [line.removeprefix("RUN ") for line in stages()[0] if line.startswith("RUN ")]


def copied() -> list[str]:
    """What the build stage copies from the repository."""
    lines = [line.split()[1:-1] for stage in stages() for line in stage if line.startswith("COPY ")]
    return [name for names in lines for name in names if not names[0].startswith("--from")]


def copy_context(target: Path) -> None:
    """Copy what .dockerignore lets through and the Dockerfile copies."""
    rules = (ROOT / ".dockerignore").read_text().split()
    allowed = {rule[1:] for rule in rules if rule.startswith("!")}
    dropped = [rule.removeprefix("**/") for rule in rules if rule.startswith("**/")]
    assert rules == ["*", *(r for r in rules if r[0] == "!"), *(f"**/{d}" for d in dropped)], "this copy knows no other"
    assert set(copied()) <= allowed

    def left_out(_folder: str, names: list[str]) -> set[str]:
        return {name for name in names if any(fnmatch(name, pattern) for pattern in dropped)}

    target.mkdir()
    for name in copied():
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=left_out)
        else:
            shutil.copy(source, target)


def _clean() -> dict[str, str]:
    """This environment without what belongs to the repository's own."""
    return {
        name: value for name, value in os.environ.items() if not name.startswith(("SECUNITY_", "DJANGO_", "PYTHON"))
    }


def _settings(data: Path) -> dict[str, str]:
    final = dict(re.findall(r"(DJANGO_SETTINGS_MODULE)=(\S+)", " ".join(stages()[-1])))
    return {
        **_clean(),
        **final,
        "SECUNITY_DATA": str(data),
        "SECUNITY_SECRET_KEY": "x" * 60,
        "SECUNITY_SEALING_KEYS": "y" * 40,
        "SECUNITY_DATABASE_URL": f"sqlite:///{data / 'hub.sqlite3'}",
        "SECUNITY_BASE_URL": "https://hub.example",
        "SECUNITY_HOSTS": "hub.example",
        "SECUNITY_CONTACT_EMAIL": "contact@hub.example",
    }


@pytest.fixture
def data(venv: Path, tmp_path: Path) -> Iterator[Path]:
    """An empty data folder; the code beside it stays as it was, as it has to for a person without rights."""
    before = _code(venv)
    yield tmp_path
    assert _code(venv) == before


def _code(venv: Path) -> set[tuple[Path, int]]:
    return {(path, path.stat().st_mtime_ns) for path in packages(venv).glob("[cepsu]*/**/*") if path.is_file()}


def packages(venv: Path) -> Path:
    """Where the packages of a virtual environment are."""
    return Path(sysconfig.get_path("purelib", vars={"base": str(venv), "platbase": str(venv)}))


def run(venv: Path, data: Path, *command: str) -> "subprocess.Popen[str]":
    """A `secunity` command of the image."""
    return subprocess.Popen(
        [venv / "bin" / "secunity", *command],
        env={**_settings(data), "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=data,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_everything_that_is_needed_is_installed(venv: Path) -> None:
    installed, source = packages(venv), venv.parent / "build"
    for app in ("secunity", "community", "practices", "events", "search"):
        own = source / ("site" if app == "secunity" else "") / app
        assert _files(own) <= _files(installed / app)
        assert list((installed / app).rglob("locale/ja/LC_MESSAGES/django.mo")), app
        assert not list((installed / app).rglob("var")), app
    assert not (installed / "tests").exists()


def _files(folder: Path) -> set[Path]:
    found = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    kinds = {path.suffix for path in found}
    assert {".py", ".html"} <= kinds
    return found


def test_checks_pass_away_from_the_repository(venv: Path, data: Path) -> None:
    process = run(venv, data, "check")
    output = process.communicate()[0]
    assert process.returncode == 0, output
    assert "no issues" in output


def test_catalogues_are_compiled_without_touching_the_code(venv: Path, data: Path) -> None:
    """`secunity prepare` begins with this, and the code belongs to root."""
    process = run(venv, data, "compile_catalogues")
    output = process.communicate()[0]
    assert process.returncode == 0, output


def test_it_serves_and_ends_when_told_to(venv: Path, data: Path) -> None:
    port = free_port()
    process = run(venv, data, "serve", "--port", str(port))
    try:
        assert _health(port, process) == "ok\n"
        process.send_signal(signal.SIGTERM)
        output = process.communicate(timeout=10)[0]
        assert process.returncode == 0, output
    finally:
        process.kill()
        process.wait()


def _health(port: int, process: "subprocess.Popen[str]") -> str:
    """The answer that the image's own health check waits for, asked in the same way."""
    asked = re.search(r"http://127\.0\.0\.1:8000(/\w+)", " ".join(stages()[-1]))
    assert asked
    deadline = time.monotonic() + STARTS_WITHIN_S
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{asked[1]}", timeout=4) as answer:
                return str(answer.read().decode())
        except urllib.error.URLError:
            assert process.poll() is None, process.communicate()[0]
            assert time.monotonic() < deadline
            time.sleep(0.1)


def test_wheel_built_in_the_repository_holds_compiled_catalogues(tmp_path: Path) -> None:
    """Git ignores them, and hatchling follows git unless told otherwise."""
    copy_context(tmp_path / "source")
    (tmp_path / "source" / ".gitignore").write_text((ROOT / ".gitignore").read_text())
    mo = tmp_path / "source" / "community" / "locale" / "ja" / "LC_MESSAGES" / "django.mo"
    mo.write_bytes(b"")
    (tmp_path / "source" / ".git").mkdir()
    build = [Path(sys.executable).with_name("hatchling"), "build", "-t", "wheel", "-d", tmp_path]
    subprocess.run(build, cwd=tmp_path / "source", check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    unpacked = tmp_path / "unpacked"
    shutil.unpack_archive(wheel, unpacked, "zip")
    assert (unpacked / mo.relative_to(tmp_path / "source")).exists()
