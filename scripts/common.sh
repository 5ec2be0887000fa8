# shellcheck shell=bash
# What the shell scripts here share; sourced, never run.

# Environments and downloads that outlive a checkout.
CACHE=${SUBNETES_CACHE:-$HOME/.cache/subnetes}

# One line of progress; stdout is kept for results.
say () {
  echo "subnetes: $*" >&2
}

# Ends with a message that names what is wrong and the way out.
fail () {
  echo "subnetes: error: $*" >&2
  exit 1
}

# need_packages WHAT PACKAGE...: installs Debian packages when this is root on Debian, saying so; otherwise ends with the command that brings them.
need_packages () {
  local what=$1
  shift
  if [ "$(id -u)" != 0 ]; then
    fail "$what is missing; run: sudo apt-get install -y $*"
  fi
  if ! command -v apt-get >/dev/null; then
    fail "$what is missing, and this is no Debian; install what Debian calls: $*"
  fi
  say "$what is missing: installing $* with apt-get"
  local flags=(install -y -qq --no-install-recommends)
  if ! DEBIAN_FRONTEND=noninteractive apt-get "${flags[@]}" "$@" </dev/null >&2; then
    # Package lists may be absent or old in a fresh image.
    apt-get update -qq </dev/null >&2
    DEBIAN_FRONTEND=noninteractive apt-get "${flags[@]}" "$@" </dev/null >&2 || fail "apt-get could not install $*"
  fi
}
