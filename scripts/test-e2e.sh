#!/usr/bin/env bash
# `npm run test:e2e`: what a user installs, in real pods, called by real peers: in the cluster of KUBECONFIG when set, else on a node that is made
# here and removed afterwards (see test/e2e/README.md).
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export PATH=$root/node_modules/.bin:$PATH
cd "$root"
# shellcheck source=scripts/steps.sh
source scripts/steps.sh

step 'e2e setup' bash scripts/setup.sh interop
suite e2e vitest run --config test/e2e/vitest.config.ts "$@"
finish
