# For other scripts, which read this in: `. tests/skipped.sh`.

# skipped WHY: ends the script and says that it checks nothing here, and why. Where every tool has to
# be there (REINSTATE_TOOLS=required, as .ci/run has it), that is a failure.
skipped() {
  if [ "${REINSTATE_TOOLS:-}" = required ]; then
    echo "error: skipped, and every tool is required here: $1" >&2
    exit 1
  fi
  echo "skipped: $1"
  exit 0
}
