#!/usr/bin/env bash
# Makes a Python environment with the packages of a requirements file and prints its interpreter's path. Done once per content of the file and
# version of Python: later calls only print. It lies outside the source tree, in ${SUBNETES_CACHE:-~/.cache/subnetes}/NAME-HASH.
#
#   scripts/python-env.sh NAME REQUIREMENTS_FILE      PYTHON=/path/to/python3 chooses the interpreter
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[ $# -eq 2 ] || fail "usage: scripts/python-env.sh NAME REQUIREMENTS_FILE"
name=$1
requirements=$2
python=${PYTHON:-python3}

[ -r "$requirements" ] || fail "cannot read $requirements"
command -v "$python" >/dev/null || need_packages "Python 3" python3 python3-venv
"$python" -c 'import ensurepip, venv' 2>/dev/null || need_packages "Python's venv module" python3-venv

version=$("$python" -c 'import platform; print(platform.python_implementation(), platform.python_version(), platform.machine())') || fail "$python does not run"
hash=$({ echo "$version"; cat "$requirements"; } | sha256sum | cut -c1-16)
target=$CACHE/$name-$hash
complete=$target/.complete

if [ ! -e "$complete" ]; then
  mkdir -p "$CACHE"
  # One at a time; whoever waited finds it done. A venv cannot be moved, so it is built in place and marked when whole.
  exec 9>"$target.lock"
  if command -v flock >/dev/null; then flock 9; fi
  if [ ! -e "$complete" ]; then
    say "making the Python environment of $name in $target (once)"
    rm -rf "$target"
    "$python" -m venv "$target" 9>&- >&2 || fail "\"$python -m venv $target\" failed"
    "$target/bin/python" -m pip install --quiet --disable-pip-version-check -r "$requirements" 9>&- </dev/null >&2 ||
      fail "pip failed; to see why, run: $target/bin/python -m pip install -r $requirements"
    touch "$complete"
  fi
fi
echo "$target/bin/python"
