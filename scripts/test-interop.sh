#!/usr/bin/env bash
# `npm run test:interop`: real hivemind peers against this code. Installs what it needs.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export PATH=$root/node_modules/.bin:$PATH
cd "$root"
# shellcheck source=scripts/steps.sh
source scripts/steps.sh

step 'interop setup' bash scripts/setup.sh interop
suite interop vitest run --config test/interop/vitest.config.ts "$@"
finish
