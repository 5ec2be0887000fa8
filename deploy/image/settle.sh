#!/bin/sh
# Makes files the same in every build: readable by all, writable by their owner, one time.  settle.sh FOLDER
set -eu
chmod -R u=rwX,go=rX "$1"
find "$1" -exec touch -h -d @0 {} +
