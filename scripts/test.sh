#!/usr/bin/env bash
# `npm test`: set-up, static checks and all tests that need no foreign peers. With `verify`: static checks and unit tests only, no set-up.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export PATH=$root/node_modules/.bin:$PATH
cd "$root"
# shellcheck source=scripts/steps.sh
source scripts/steps.sh

if [ "${1:-}" != verify ]; then
  step setup bash scripts/setup.sh
fi
step 'generated files' npm run --silent gen:check
step lint npm run --silent lint
step types npm run --silent types
step imports npm run --silent imports
if [ "${1:-}" = verify ]; then
  suite unit vitest run --exclude 'test/**' --exclude 'workers/**'
else
  suite tests vitest run
fi
finish
