#!/usr/bin/env bash
# Resolves core, production and development packages together and writes the three lock files with hashes.
# What is locked already keeps its version; `docker/lock.sh --upgrade` takes the newest of everything.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet uv
compile() { "$work/venv/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate "$@"; }
# uv prefers the versions it finds in the file that it is about to write.
cat requirements-production.lock requirements-dev.lock > "$work/all.lock"
compile "$@" --all-extras pyproject.toml -o "$work/all.lock"
compile -c "$work/all.lock" --extra build pyproject.toml -o requirements.lock
compile -c "$work/all.lock" --extra build --extra production pyproject.toml -o requirements-production.lock
compile -c "$work/all.lock" --extra build --extra dev pyproject.toml -o requirements-dev.lock
