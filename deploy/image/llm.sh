#!/bin/sh
# Installs the engine of worker-llm in its folder:  llm.sh FOLDER cpu|cuda|vulkan   Nothing is compiled: the engine's binaries are packages.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$1"
npm ci --omit=dev --ignore-scripts
npm sbom --package-lock-only --omit=dev --sbom-format=cyclonedx > sbom.cdx.json
# What differs in every build of the same.
sed -i '/^  "serialNumber": /d; /^    "timestamp": /d' sbom.cdx.json
case $2 in
  cpu) ;;
  cuda | vulkan)
    version=$(node -p "require('./package-lock.json').packages['node_modules/node-llama-cpp'].version")
    npm install --no-save --ignore-scripts "@node-llama-cpp/linux-x64-$2@$version"
    ;;
  *) echo "LLM_BACKEND is \"$2\"; allowed are cpu, cuda and vulkan" >&2; exit 1 ;;
esac
find node_modules -type f \( -name '*.d.ts' -o -name '*.map' -o -name '*.md' \) -delete
rm -f package-lock.json .npmrc
sh "$here/settle.sh" "$1"
