#!/usr/bin/env bash
# Installs a JDK and Maven where they are missing, and builds the Elasticsearch node that tests run on (about 1 GB, once).
set -euo pipefail
cd "$(dirname "$0")"

[ -n "${ELASTICSEARCH_URL:-}" ] && exit 0

missing=()
command -v javac >/dev/null || missing+=(openjdk-17-jdk-headless)
command -v mvn >/dev/null || missing+=(maven)
if [ ${#missing[@]} -gt 0 ]; then
  as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
  if ! command -v apt-get >/dev/null || ! "${as_root[@]}" true 2>/dev/null; then
    echo "The Elasticsearch node needs a JDK (17 or newer) and Maven; please install them, or name a node in ELASTICSEARCH_URL." >&2
    exit 1
  fi
  echo "Installing ${missing[*]} …" >&2
  "${as_root[@]}" apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -qq -y --no-install-recommends "${missing[@]}" >&2
fi
if [ ! -f elasticsearch_node/target/node.jar ]; then
  echo "Building the Elasticsearch node (about 1 GB is fetched once) …" >&2
  mvn -q -B -f elasticsearch_node/pom.xml package
fi
