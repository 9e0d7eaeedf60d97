"""Static files are packed once, and anew where an upgrade brings another content under the same name."""

import os
import re
from pathlib import Path

import brotli
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from secunity.core.adapters import StaticFiles, minified

REPOSITORY = Path(__file__).parents[2]
OWN_SCRIPTS = sorted(path for path in REPOSITORY.glob("*/static/**/*.js")) + sorted(
    path for path in REPOSITORY.glob("site/secunity/**/static/**/*.js")
)
TEMPLATE = re.compile(r"`[^`]*`")
COMMENT = re.compile(r"^\s*(//|/\*|\*).*$|\s// .*$", re.MULTILINE)
WRITTEN = r"""// How many `words`
class Count {
  // Blanks between words stay.
  #split = /\s+|`|\/\/ /;
  say(name, n) {
    const link = `https://example.invalid/${name}?a = b`; /* not here */
    if (/"  '/.test(name)) return  `${name}:  ${n}  words // of  ${this.#split}`;
    return "//  no comment" + +n;
  }
}
"""
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


def test_script_loses_comments_and_blanks_but_no_literal() -> None:
    made = minified(WRITTEN)
    assert len(made) < len(WRITTEN) * 0.8
    for kept in (
        r"/\s+|`|\/\/ /",
        "`https://example.invalid/${name}?a = b`",
        r"""/"  '/.test(name)""",
        "`${name}:  ${n}  words // of  ${this.#split}`",
        '"//  no comment"',
        "+ +n",
    ):
        assert kept in made
    for gone in ("How many", "Blanks", "not here"):
        assert gone not in made
    assert minified(made) == made


def test_template_inside_a_template_is_left_as_written() -> None:
    written = "const line = `${isOpen ? `open  until ${time}` : 'closed'}  now`; // so\n"
    assert minified(written) == written


@pytest.mark.parametrize("path", OWN_SCRIPTS, ids=lambda path: path.name)
def test_our_scripts_keep_their_templates(path: Path) -> None:
    script = path.read_text()
    made = minified(script)
    assert len(made) < len(script)
    assert TEMPLATE.findall(made) == TEMPLATE.findall(COMMENT.sub("", script))


def test_module_names_its_neighbours_by_what_is_in_them(tmp_path: Path) -> None:
    modules = {
        "events/room.js": b'import { make } from "./core.js"; // why\nmake("a  b");\n',
        "events/core.js": b"export const make = (words) => words; // why\n",
    }
    written = FileSystemStorage(tmp_path / "written")
    storage = StaticFiles(location=str(tmp_path / "kept"), base_url="/static/")
    for name, module in modules.items():
        written.save(name, ContentFile(module))
        storage.save(name, ContentFile(module))
    paths = {name: (written, name) for name in modules}
    made = {name: hashed for name, hashed, _ in storage.post_process(paths) if name in paths}
    core = Path(made["events/core.js"]).name
    assert re.fullmatch(r"core\.[0-9a-f]{12}\.js", core)
    assert (tmp_path / "kept" / made["events/core.js"]).read_text() == "export const make=(words)=>words;"
    room = (tmp_path / "kept" / made["events/room.js"]).read_text()
    assert room == f'import{{make}}from"./{core}";make("a  b");'


def test_only_our_own_scripts_are_changed(tmp_path: Path) -> None:
    written = "a();  // why\n"
    storage = StaticFiles(location=str(tmp_path), base_url="/static/")
    for name in ("events/room/view.js", "wagtailadmin/js/view.js", "events/view.css"):
        storage.save(name, ContentFile(written.encode()))
    assert (tmp_path / "events/room/view.js").read_text() == "a();"
    assert (tmp_path / "wagtailadmin/js/view.js").read_text() == written
    assert (tmp_path / "events/view.css").read_text() == written
