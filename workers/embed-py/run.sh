#!/usr/bin/env bash
# Starts the compute in its own Python environment, which is made on the first start. This process becomes Python: signals reach it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
python=$("$here/../../scripts/python-env.sh" embed-py "$here/requirements.txt")
cd "$here"
exec "$python" main.py
