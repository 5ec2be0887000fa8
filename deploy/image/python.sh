#!/bin/sh
# Installs the packages of a Python worker in its folder, where PYTHONPATH finds them, and makes the message classes:  python.sh FOLDER
set -eu
cd "$1"
python3 -m pip install --no-cache-dir --no-compile --target packages -r requirements.txt
find . -name __pycache__ -prune -exec rm -r {} +
chmod -R u=rwX,go=rX .
find . -exec touch -h -d @0 {} +
