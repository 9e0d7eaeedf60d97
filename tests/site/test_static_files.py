"""Static files are packed once, and anew where an upgrade brings another content under the same name."""

import os
from pathlib import Path

import brotli
import pytest

from secunity.core.adapters import StaticFiles

OLD, NEW = "old();\n" * 50, "newer();\n" * 50


@pytest.fixture
def packer(tmp_path: Path):
    compressor = StaticFiles(location=str(tmp_path), base_url="/static/").create_compressor(quiet=True)
    return compressor.compress


def unpacked(path: Path) -> str:
    return brotli.decompress(Path(f"{path}.br").read_bytes()).decode()


def test_module_under_a_plain_name_is_packed_anew_when_it_changed(tmp_path: Path, packer) -> None:
    module = tmp_path / "view.js"
    module.write_text(OLD)
    os.utime(module, (1_000_000, 1_000_000))
    packer(str(module))
    module.write_text(NEW)
    packer(str(module))
    assert unpacked(module) == NEW


def test_what_is_packed_is_not_packed_again(tmp_path: Path, packer) -> None:
    for name in ("view.js", "view.0123456789ab.js"):
        module = tmp_path / name
        module.write_text(OLD)
        assert packer(str(module))
        assert packer(str(module)) == []


def test_name_with_a_hash_says_what_is_in_it(tmp_path: Path, packer) -> None:
    module = tmp_path / "view.0123456789ab.js"
    module.write_text(OLD)
    packer(str(module))
    os.utime(module, (2_000_000, 2_000_000))
    assert packer(str(module)) == []
