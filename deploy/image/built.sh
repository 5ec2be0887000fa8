#!/bin/sh
# Of all that the build has made, leaves what belongs to the workspaces of a closure:  built.sh BUILT CLOSURE
# It is copied over the closure as a layer of its own: a change of code changes that one, of a few megabytes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$1"
for folder in proto operator src/*; do
  if [ ! -e "$2/$folder/package.json" ]; then rm -r "$folder"; fi
done
find . -type f \( -name '*.d.ts' -o -name '*.tsbuildinfo' \) -delete
sh "$here/settle.sh" .
