#!/usr/bin/env bash
# mise puts each variable that it sets into the environment a second and a third time, packed, where no one who looks for it sees it.
#
# Versions: mise 2026.9.15 (@jdxcode/mise on npm).
# Expected: a tool that sets variables for a folder sets these variables. `redact = true` keeps the value out of what is
#   printed, and a program started by `env -u NAME` does not have it.
# Seen (2026-11-30): beside API_KEY there are `__MISE_DIFF` and, in a shell with `mise activate`, `__MISE_SESSION`: MessagePack, deflated, in
#   base64, with the name and the value in both, `redact = true` or not. Both are exported, so every child has them. `env -u API_KEY`
#   and `unset` leave them, and so does a program that drops the names it knows to be secret. Only leaving the folder mends it.
#   direnv 2.32.1 does the same with `DIRENV_DIFF`, as JSON.
# Why it matters: CI masks values as they are, error reports hide names with KEY, and dumps of the environment are shown after a look
#   at the names. This copy passes all of them, and a search for the key, or for its beginning, does not find it in the dump.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

echo '{"private": true}' > package.json
npm install --loglevel=error @jdxcode/mise@2026.9.15 > npm.log
cat > show.py <<'PY'
"""In which variables a value is, read from standard input as `env -0` writes them."""

import base64
import binascii
import sys
import zlib

case, value = sys.argv[1], sys.argv[2].encode()
found = []
for line in sys.stdin.buffer.read().split(b"\0"):
    name, _, text = line.partition(b"=")
    try:
        unpacked = zlib.decompress(base64.b64decode(text + b"=="))
    except (binascii.Error, zlib.error):
        unpacked = b""
    if value in text:
        found.append(f"{name.decode()} (plain)")
    elif value in unpacked:
        found.append(f"{name.decode()} (packed)")
print(f"{case}:", *(sorted(found) or ["nowhere"]))
PY
value=$(python3 -c 'import random, string; print("".join(random.Random(67).choices(string.ascii_letters, k=32)))')
mkdir project
mise=$work/node_modules/.bin/mise
cat > steps.sh <<'END'
cd "$work/project"
shown() { python3 "$work/show.py" "$1" "$value"; }
"$mise" exec -- env -0 | shown 'mise exec'
eval "$("$mise" activate bash)"
eval "$("$mise" hook-env -s bash)"
env -0 | shown 'mise activate'
env -u API_KEY env -0 | shown 'mise activate, env -u API_KEY'
unset API_KEY
env -0 | shown 'mise activate, unset API_KEY'
cd "$work"
eval "$("$mise" hook-env -s bash)"
env -0 | shown 'another folder'
END
cat > expected <<'END'
redact = false
mise exec: API_KEY (plain) __MISE_DIFF (packed)
mise activate: API_KEY (plain) __MISE_DIFF (packed) __MISE_SESSION (packed)
mise activate, env -u API_KEY: __MISE_DIFF (packed) __MISE_SESSION (packed)
mise activate, unset API_KEY: __MISE_DIFF (packed) __MISE_SESSION (packed)
another folder: nowhere
redact = true
mise exec: API_KEY (plain) __MISE_DIFF (packed)
mise activate: API_KEY (plain) __MISE_DIFF (packed) __MISE_SESSION (packed)
mise activate, env -u API_KEY: __MISE_DIFF (packed) __MISE_SESSION (packed)
mise activate, unset API_KEY: __MISE_DIFF (packed) __MISE_SESSION (packed)
another folder: nowhere
END
for redact in false true; do
    echo "redact = $redact"
    printf '[env]\nAPI_KEY = {value = "%s", redact = %s}\n' "$value" "$redact" > project/mise.toml
    clean=(env -i PATH="$PATH" HOME="$work" work="$work" mise="$mise")
    "${clean[@]}" "$mise" trust -q project/mise.toml
    "${clean[@]}" bash -c 'value=$1; . "$work/steps.sh"' steps "$value" 2> log || { cat log >&2; exit 1; }
done | tee seen
diff expected seen >&2 || { echo "Changed: the value is in other variables now." >&2; exit 1; }
