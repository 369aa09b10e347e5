#!/usr/bin/env bash
# Debian packages that some tests use and skip without: a browser for the report page.
set -u
command -v chromium >/dev/null && exit 0
{ apt-get update -q && apt-get install -y -q --no-install-recommends chromium; } >/dev/null 2>&1 ||
  echo "no Chromium could be installed: the browser tests will be skipped"
