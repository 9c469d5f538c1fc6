#!/usr/bin/env bash
# Prints the path of a Chromium. Installs Debian's when there is none and we may (root); else says what is missing.
set -euo pipefail

find_chromium() {
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$name" ] && command -v "$name"; then return 0; fi
  done
  return 1
}

find_chromium && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "No Chromium found: install one (Debian: apt-get install chromium), or set CHROMIUM to its path." >&2
  exit 1
fi
echo "Installing Chromium" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >&2
apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >&2
find_chromium
