#!/usr/bin/env bash
# Installs the system packages that tests and checks drive, where they are missing: a browser, Japanese fonts, gettext,
# a C compiler (for the load generator), and the servers that tests start for themselves (PostgreSQL, Redis).
set -euo pipefail

missing=() servers=()
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium)
command -v xgettext >/dev/null || missing+=(gettext)
command -v cc >/dev/null || missing+=(gcc libc6-dev)
ls /usr/share/fonts/opentype/noto/NotoSansCJK* >/dev/null 2>&1 || missing+=(fonts-noto-cjk)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || servers+=(postgresql)
command -v redis-server >/dev/null || servers+=(redis-server)
all=("${missing[@]}" "${servers[@]}")
[ ${#all[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
  echo "Tests need ${all[*]}; please install them (this machine has no apt-get)." >&2
  exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null || ! sudo -n true 2>/dev/null; then
    echo "Tests need ${all[*]}; please run as root: apt-get install ${all[*]}" >&2
    exit 1
  fi
  as_root=(sudo -n)
fi
install() { DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -qq -y --no-install-recommends "$@" >&2; }

echo "Installing ${all[*]} …" >&2
"${as_root[@]}" apt-get update -qq >&2
[ ${#missing[@]} -eq 0 ] || install "${missing[@]}"
[ ${#servers[@]} -eq 0 ] && exit 0

# Tests need the programs only. Debian would make a cluster and start both as services, now and at every boot.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap '"${as_root[@]}" rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
  "${as_root[@]}" chmod +x "$policy"
fi
for server in "${servers[@]}"; do
  if [ "$server" = postgresql ]; then
    install postgresql-common
    "${as_root[@]}" sed -i -E 's/^#?(create_main_cluster) .*$/\1 = false/' /etc/postgresql-common/createcluster.conf
  fi
  install "$server"
  if command -v systemctl >/dev/null; then
    "${as_root[@]}" systemctl disable --quiet "$server" 2>/dev/null || true
  fi
done
