#!/usr/bin/env bash
# `npm run test:cluster`: the Protocol kind and the operator against a real API server: that of KUBECONFIG when set, else one made of the
# programs in KUBEBUILDER_ASSETS, else of programs built here once (see test/cluster/README.md).
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export PATH=$root/node_modules/.bin:$PATH
cd "$root"
# shellcheck source=scripts/steps.sh
source scripts/steps.sh

step setup bash scripts/setup.sh
suite cluster vitest run --config test/cluster/vitest.config.ts "$@"
finish
