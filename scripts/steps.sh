# shellcheck shell=bash
# Named, timed steps for the scripts that check the whole tree; sourced, never run. A failed step does not keep the next from running.

# Where https://go.dev/doc/install puts it: a login shell has it on its path, other programs may not.
command -v go >/dev/null || PATH=$PATH:/usr/local/go/bin

# Reports of the test suites and the outcome of every step are collected here; a caller that wants them sets it.
REPORTS=${SUBNETES_REPORTS:-}
if [ -z "$REPORTS" ]; then
  REPORTS=$(mktemp -d)
  trap 'rm -rf "$REPORTS"' EXIT
fi
mkdir -p "$REPORTS"
export SUBNETES_REPORTS=$REPORTS

# step NAME COMMAND...: runs it without stdin, prints how long it took, and notes the outcome.
step () {
  run_step step "$@"
}

# suite NAME COMMAND...: a step that is a vitest run; its counts go to NAME.json.
suite () {
  local name=$1
  shift
  run_step suite "$name" "$@" --reporter=default --reporter=json "--outputFile.json=$REPORTS/$name.json"
}

run_step () {
  local kind=$1 name=$2 start=$SECONDS status=0
  shift 2
  echo
  echo "== $name"
  "$@" </dev/null || status=$?
  echo "-- $name: $([ "$status" = 0 ] && echo ok || echo "FAILED ($status)"), $((SECONDS - start)) s"
  printf '%s\t%s\t%s\t%s\n' "$kind" "$name" "$status" "$((SECONDS - start))" >> "$REPORTS/steps.tsv"
}

# Prints a table of the steps and the totals, and ends with status 1 when anything failed.
finish () {
  echo
  node "$root/scripts/test-totals.ts" "$REPORTS"
}
