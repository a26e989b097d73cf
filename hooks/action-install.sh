#!/usr/bin/env bash
# The GitHub Action: makes an environment with what keyguard needs. keyguard itself runs from the
# action's own files, into which its compiled core is built if there is a compiler.
set -euo pipefail

locked() {
    "$PYTHON" -I -m pip --python "$KEYGUARD_ENVIRONMENT" install --quiet --no-deps \
        --require-hashes --only-binary :all: --requirement "$GITHUB_ACTION_PATH/requirements/$1"
}

fail() {
    echo "::error title=keyguard%3A not a clean result::$1"
    printf '## keyguard: not a clean result\n\n> **What to do:** %s\n' "$1" >>"$GITHUB_STEP_SUMMARY" || true
    exit 2
}

"$PYTHON" -I -c 'import sys; sys.exit(sys.version_info < (3, 10))' ||
    fail "keyguard needs Python 3.10 or newer; set the input python-version."
"$PYTHON" -I -m venv --without-pip "$KEYGUARD_ENVIRONMENT" ||
    fail "keyguard's environment could not be made; see the log of the step, and the room on the disk."
if ! locked action-fast.txt; then
    echo "::warning title=keyguard%3A without the extra fast::The compiled helpers could not be" \
        "installed (see the log), so a history takes several times as long."
    locked action.txt || fail "keyguard could not be installed; see the log of the step, and try again."
fi
"$PYTHON" -I "$GITHUB_ACTION_PATH/core/build.py" "$GITHUB_ACTION_PATH/keyguard/gitrepo" ||
    echo "A history takes longer without it."
