#!/usr/bin/env bash
# Hermes bytecode stores strings inside each other, so a value's neighbours are its own relatives.
#
# Versions: hermes-compiler 260318099.0.8 from npm (React Native's compiler, its Linux build), `hermesc -emit-binary -O`.
# Expected: a string table of length-prefixed or NUL-ended strings, each stored once.
# Seen (2026-11-29): one run of text without any separator. A string that is part of another gets no bytes of its own, and
#   a string whose beginning is another one's end is laid over it: a value that ends in `PPPP` is followed directly by
#   the rest of an unrelated string that begins with `PPPP`. A value with one letter outside ASCII is not there at all:
#   it is stored as UTF-16. Only the offsets and lengths of the table tell where a value begins and ends.
# Why it matters: neither a boundary nor "take all letters" works on app bundles; the second gives a value that is too
#   long. The table has to be read.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

echo '{"private": true}' > package.json
npm install --loglevel=error hermes-compiler@260318099.0.8 > npm.log
hermesc=node_modules/hermes-compiler/hermesc/linux64-bin/hermesc
chmod +x "$hermesc"

cat > app.js <<'END'
globalThis.first = "zq_AAAABBBBCCCCDDDD";
globalThis.second = "zq_MMMMNNNNOOOOPPPP";
globalThis.inside = "BBBBCCCC";
globalThis.after = "PPPPlater";
globalThis.wide = "zq_XXXXYYYYZZZZ\u00e9";
END
"$hermesc" -emit-binary -O -out app.hbc app.js

cat > expected <<'END'
zq_AAAABBBBCCCCDDDDzq_MMMMNNNNOOOOPPPPlater
times that BBBBCCCC is stored: 1
times that PPPP is stored: 1
times that zq_XXXX is stored as bytes: 0
END
{
    grep -ao 'zq_A[A-Za-z_]*later' app.hbc
    echo "times that BBBBCCCC is stored: $(grep -ao BBBBCCCC app.hbc | wc -l | xargs)"
    echo "times that PPPP is stored: $(grep -ao PPPP app.hbc | wc -l | xargs)"
    echo "times that zq_XXXX is stored as bytes: $(grep -ac zq_XXXX app.hbc || true)"
} | tee seen
diff expected seen >&2 || { echo "Changed: hermesc lays its strings out otherwise now." >&2; exit 1; }
