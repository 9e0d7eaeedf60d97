"""The anonymiser on public labelled text against GiNZA and against patterns alone, one after the other, same machine.

Texts: PyPI's `hironsancorpus` (500 sentences), and any labelled JSON Lines named in ANONYMIZE_TEXTS. GiNZA and the
corpus live in an environment of their own beside the results; it is made on the first run and used again.
"""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

from practices.anonymize.evaluation import Evaluation, Labelled, evaluate, labelled_from
from practices.anonymize.findings import Finding, united
from practices.anonymize.keep import find_kept
from practices.anonymize.structured import find_structured
from secunity.core.text.normalise import normalise_with_offsets
from tests.load.report import write_report

PEER_PACKAGES = ("ginza==5.3.0", "ja-ginza==5.3.0", "hironsancorpus==0.1.2")
PEER = Path(__file__).with_name("anonymize_peer.py")


def peer_python() -> Path:
    """The interpreter of the throw-away environment."""
    folder = Path(os.environ.get("SECUNITY_DATA", "var")).resolve() / "bench" / "ginza"
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        print("Installing GiNZA in an environment of its own …", file=sys.stderr)
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PEER_PACKAGES], check=True)
        (folder / "ready").touch()
    return python


def run_peer(python: Path, *arguments: str) -> list[dict[str, Any]]:
    """Run the peer's script and read its JSON Lines; one thread, as the hub uses one."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    result = subprocess.run([python, PEER, *arguments], stdout=subprocess.PIPE, text=True, check=True, env=environment)
    return [json.loads(line) for line in result.stdout.splitlines()]


def patterns_only(text: str) -> list[Finding]:
    """What regular expressions find without a recogniser."""
    normalised = normalise_with_offsets(text)
    found = [*find_kept(normalised.text), *find_structured(normalised.text)]
    return united([f._replace(start=normalised.starts[f.start], end=normalised.ends[f.end - 1]) for f in found], text)


def of_peer(texts: list[Labelled], rows: list[dict[str, Any]]) -> Evaluation:
    """Score what GiNZA found by the same rules, with the seconds it measured itself."""
    found = {row["text"]: row for row in rows}
    result = evaluate(texts, detector=lambda text: [Finding(*span) for span in found.get(text, {"ents": []})["ents"]])
    result.seconds = sum(found[each.text]["seconds"] for each in texts)
    return result


def corpora(python: Path) -> dict[str, list[Labelled]]:
    """The texts to measure on, by name."""
    named = {"hironsancorpus": [labelled_from(row) for row in run_peer(python, "corpus")]}
    for path in map(Path, filter(None, os.environ.get("ANONYMIZE_TEXTS", "").split(os.pathsep))):
        lines = path.read_text(encoding="utf-8").split("\n")
        named[path.stem] = [labelled_from(json.loads(line)) for line in lines if line]
    return named


def measure(name: str, texts: list[Labelled], python: Path, scratch: Path) -> list[dict[str, Any]]:
    """All contenders on one corpus."""
    scratch.write_text("".join(json.dumps({"text": each.text}) + "\n" for each in texts), encoding="utf-8")
    results = {
        "ginza": of_peer(texts, run_peer(python, "find", str(scratch))),
        "patterns only": evaluate(texts, detector=patterns_only),
        "default": evaluate(texts, "default"),
        "extra": evaluate(texts, "extra"),
    }
    base = results["ginza"].characters / results["ginza"].seconds
    return [
        {
            "texts": name,
            "finder": finder,
            "leak_%": round(100 * result.leak, 2),
            "overmask_%": round(100 * result.overmask, 2),
            "chars_per_second": round(result.characters / result.seconds),
            "times_ginza": round(result.characters / result.seconds / base, 1),
        }
        for finder, result in results.items()
    ]


def main() -> None:
    """Run the suite."""
    python = peer_python()
    scratch = python.parent.parent / "texts.jsonl"
    rows = [row for name, texts in corpora(python).items() for row in measure(name, texts, python, scratch)]
    print(f"written to {write_report('anonymize', rows)}")


if __name__ == "__main__":
    main()
