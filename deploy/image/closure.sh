#!/bin/sh
# Lays out one workspace with the packages it needs at run time, and nothing else:  closure.sh PACKAGE FOLDER   (where the manifests are)
# What our own build makes is copied over it (built.sh).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
package=$1
target=$2
mkdir -p "$target"
cp package.json package-lock.json .npmrc "$target"
for folder in proto operator src/*; do
  mkdir -p "$target/$folder"
  cp "$folder/package.json" "$target/$folder/"
done
cd "$target"
npm ci --omit=dev --ignore-scripts --no-audit --no-fund --workspace="$package"
npm sbom --package-lock-only --omit=dev --sbom-format=cyclonedx --workspace="$package" > sbom.cdx.json
# What differs in every build of the same.
sed -i '/^  "serialNumber": /d; /^    "timestamp": /d' sbom.cdx.json

# npm has linked the workspaces of the closure; the others go.
for folder in proto operator src/*; do
  name=$(node -p "require('./$folder/package.json').name")
  if [ ! -e "node_modules/$name" ]; then rm -r "$folder"; fi
done

# Types, maps of foreign code, documentation and sources of packages are read by nobody here; licences stay.
rm -rf node_modules/@types node_modules/.package-lock.json package-lock.json .npmrc
find . -type f \( -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.map' -o -name '*.md' -o -name '*.markdown' -o -name '*.tsbuildinfo' \) -delete
sh "$here/settle.sh" .
