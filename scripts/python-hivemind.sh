#!/usr/bin/env bash
# Makes the Python environment of a real hivemind peer and prints the path of its python as the last line.
#
# It lies outside the tree, in ${SUBNETES_CACHE:-$HOME/.cache/subnetes}, under a name made of all its versions, and is made once.
# SUBNETES_HIVEMIND_PYTHON names an interpreter that has hivemind already; it is then used as it is.
set -euo pipefail

HIVEMIND_VERSION=1.1.12
# Debian's own interpreter: others on the PATH do not see the torch of python3-torch.
PYTHON=/usr/bin/python3

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
requirements=$root/test/interop/python/requirements.txt
# shellcheck source=scripts/common.sh
source "$root/scripts/common.sh"

works () {
  "$1" -c 'import sys, hivemind; sys.exit(hivemind.__version__ != sys.argv[1])' "$HIVEMIND_VERSION" </dev/null >/dev/null 2>&1
}

if [ -n "${SUBNETES_HIVEMIND_PYTHON:-}" ]; then
  works "$SUBNETES_HIVEMIND_PYTHON" || fail "SUBNETES_HIVEMIND_PYTHON=$SUBNETES_HIVEMIND_PYTHON cannot import hivemind $HIVEMIND_VERSION; unset it to have an environment made"
  echo "$SUBNETES_HIVEMIND_PYTHON"
  exit 0
fi

has_packages () {
  [ -x "$PYTHON" ] && "$PYTHON" -c 'import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, ("torch", "ensurepip", "venv"))))' </dev/null
}
has_packages || need_packages "torch for Debian's python3" python3-torch python3-venv
has_packages || fail "$PYTHON still has no torch or venv after installing python3-torch and python3-venv"

key=$( { echo "$HIVEMIND_VERSION"; "$PYTHON" --version; cat "$requirements"; } | sha256sum | cut -c1-12)
folder=$CACHE/hivemind-$HIVEMIND_VERSION-$key
mkdir -p "$CACHE"

# One maker at a time; the marker is written last, so half an environment is never taken for a whole one.
exec 9>"$folder.lock"
flock 9
if ! { [ -e "$folder/.complete" ] && [ -x "$folder/bin/python" ]; }; then
  say "making the hivemind $HIVEMIND_VERSION environment in $folder (about a minute, once)"
  rm -rf "$folder"
  "$PYTHON" -m venv --system-site-packages "$folder" </dev/null >&2
  "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --no-deps "hivemind==$HIVEMIND_VERSION" </dev/null >&2
  "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-input -r "$requirements" </dev/null >&2
  works "$folder/bin/python" || { "$folder/bin/python" -c 'import hivemind' </dev/null >&2 || true; fail "hivemind $HIVEMIND_VERSION was installed in $folder but does not import"; }
  touch "$folder/.complete"
fi
echo "$folder/bin/python"
