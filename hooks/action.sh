#!/usr/bin/env bash
# The GitHub Action: has keyguard read what the event brought in, with the inputs of action.yml.
# They come as environment variables and never as a part of a script, so nothing in them can run:
# https://docs.github.com/en/actions/reference/security/secure-use#good-practices-for-mitigating-script-injection-attacks
set -euo pipefail

# Last value wins: these stand if keyguard ends before it can say more.
printf '%s\n' findings=0 exit-code=2 sarif-file= complete=false >>"$GITHUB_OUTPUT"

set -f # in `args`, a * is a *
# shellcheck disable=SC2086 # the words of `args` are arguments
set -- $KEYGUARD_ARGS
[ -z "$KEYGUARD_CONFIG" ] || set -- "--config=$KEYGUARD_CONFIG" "$@"
[ -z "$KEYGUARD_FAIL_ON" ] || set -- "--fail-on=$KEYGUARD_FAIL_ON" "$@"
[ -z "$KEYGUARD_SARIF_FILE" ] || set -- "--sarif-file=$KEYGUARD_SARIF_FILE" "$@"

for folder in bin Scripts; do # Scripts on Windows
    if [ -d "$KEYGUARD_ENVIRONMENT/$folder" ]; then
        exec "$KEYGUARD_ENVIRONMENT/$folder/keyguard" ci "$@"
    fi
done
echo "keyguard is not installed in $KEYGUARD_ENVIRONMENT" >&2
exit 2
