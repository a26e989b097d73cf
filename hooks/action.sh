#!/usr/bin/env bash
# The GitHub Action: starts hooks/action.py in the environment that action.yml made.
set -euo pipefail

# Last value wins: these count if keyguard ends before it can say more.
if ! printf '%s\n' findings= exit-code=2 sarif-file= complete=false >>"$GITHUB_OUTPUT"; then
    echo "::error title=keyguard%3A not a clean result::GITHUB_OUTPUT can't be written to; see the room on the disk." >&2
    exit 2
fi

for python in "$KEYGUARD_ENVIRONMENT/bin/python" "$KEYGUARD_ENVIRONMENT/Scripts/python.exe"; do
    # -I: the workspace may hold a click.py that wants to run.
    [ ! -x "$python" ] || exec "$python" -I "$GITHUB_ACTION_PATH/hooks/action.py"
done
echo "::error title=keyguard%3A not a clean result::keyguard is not installed; see the step before." >&2
exit 2
