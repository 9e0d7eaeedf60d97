#!/usr/bin/env bash
# Installs Lucene and a JDK, which the search is measured against, where they are missing. Without them the suite leaves Lucene out.
set -uo pipefail

missing=()
command -v javac >/dev/null || missing+=(openjdk-17-jdk-headless)
ls /usr/share/java/lucene-core-8*.jar >/dev/null 2>&1 || missing+=(liblucene8-java)
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
if ! command -v apt-get >/dev/null || ! "${as_root[@]}" true 2>/dev/null; then
  echo "Lucene is left out: please install ${missing[*]}" >&2
  exit 0
fi
echo "Installing ${missing[*]} …" >&2
"${as_root[@]}" apt-get update -qq >&2
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -qq -y --no-install-recommends "${missing[@]}" >&2 ||
  echo "Lucene is left out: ${missing[*]} cannot be installed here" >&2
