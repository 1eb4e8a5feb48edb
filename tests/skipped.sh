# For other scripts, which read this in: `. tests/skipped.sh`.

# What the user of this machine has set for the program is not what is tested.
unset REINSTATE_BOOKS REINSTATE_FONTS
export REINSTATE_NO_CONFIG=1

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
