#!/usr/bin/env bash
# Brings what the tests need beside the packages of `npm ci`: run without argument for `npm test`, with `interop` for the Python peers too,
# with `bench` for `npm run bench`.
# What is there is used; what is missing is installed where that is possible without asking, otherwise the command that brings it is named.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/common.sh
source "$root/scripts/common.sh"
export PATH=$root/node_modules/.bin:$PATH
cd "$root"

[ -e node_modules/.package-lock.json ] || fail 'the packages are not installed; run: npm ci'
# The npm package `node` puts a Node 24 on the PATH of npm scripts, so this fails only where its install script was not allowed to run.
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 19) ? 0 : 1)' ||
  fail "Node $(node --version) is too old, at least 22.19 is needed; run: npm ci (it brings Node 24)"

# Children of a killed parent are ended by the kernel: tests of that need the tool that asks for it.
command -v setpriv >/dev/null || need_packages setpriv util-linux

# Durable jobs are tested on a real Redis.
command -v redis-server >/dev/null || need_packages redis-server redis-server

if [ "${1:-}" = bench ]; then
  # Prints the interpreter that can import hivemind; a benchmark needs nothing of what follows.
  scripts/python-hivemind.sh </dev/null
  exit
fi

# The guest with the language model has its own lock file; npm writes node_modules/.package-lock.json when an install is complete.
if [ ! workers/llm/node_modules/.package-lock.json -nt workers/llm/package-lock.json ]; then
  say 'installing the packages of workers/llm (CPU binary of llama.cpp, about 60 MB, once)'
  npm ci --prefix workers/llm --no-audit --no-fund </dev/null >&2
  touch workers/llm/node_modules/.package-lock.json
fi

# The Python worker's own environment; it lies outside the tree.
python=${PYTHON:-python3}
"$python" -c 'import ensurepip, venv' </dev/null 2>/dev/null || need_packages 'python3 with venv' python3 python3-venv
scripts/python-env.sh embed-py workers/embed-py/requirements.txt </dev/null >/dev/null

if [ "${1:-}" = interop ]; then
  scripts/python-hivemind.sh </dev/null >/dev/null
fi
