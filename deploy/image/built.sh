#!/bin/sh
# Finishes a closure into which all that the build has made was copied: what belongs to other workspaces goes.  built.sh CLOSURE
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$1"
for folder in proto operator src/*; do
  if [ ! -e "$folder/package.json" ]; then rm -r "$folder"; fi
done
find proto operator src -type f \( -name '*.d.ts' -o -name '*.tsbuildinfo' \) -delete 2>/dev/null || true
sh "$here/settle.sh" .
