#!/usr/bin/env bash
# 32 digits without quotes are 32 digits in two TOML readers, an error in the third and a negative number in the fourth.
#
# Versions: @iarna/toml 3.0.0, smol-toml 1.9.1 (npm); tomli 2.4.0, toml 0.10.2 (PyPI).
# Expected: TOML integers have 64 bits, so a longer one is an error; or a reader with big integers keeps all digits.
# Seen (2026-11-29): smol-toml raises an error. tomli and toml keep all digits. @iarna/toml gives a BigInt that has
#   silently lost everything above 64 bits, here a negative number; `0x` and 64 digits end as the last 16 of them.
# Why it matters: a secret of digits, or a private key written as 0x..., is long in the file and short in the program:
#   at most 64 bits, whatever was generated. Judged by its text it is strong. Without quotes it must be judged unsafe.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

python3 -m venv env
env/bin/pip install -qq tomli==2.4.0 toml==0.10.2
echo '{"private": true}' > package.json
npm install --loglevel=error @iarna/toml@3.0.0 smol-toml@1.9.1 > npm.log

cat > cases.json <<'END'
["11111111111111111111111111111111", "0x00000000000000000000000000000000111111111111111f0123456789abcdef"]
END
cat > read.mjs <<'END'
import {readFileSync} from 'fs';
import iarna from '@iarna/toml';
import * as smol from 'smol-toml';

for (const value of JSON.parse(readFileSync('cases.json'))) {
    for (const [name, {parse}] of Object.entries({iarna, smol})) {
        let read;
        try {
            read = parse(`secret = ${value}`).secret;
            read = `${typeof read} ${value.startsWith('0x') ? '0x' + read.toString(16) : read}`;
        } catch { read = 'error'; }
        console.log(`${name}: ${read}`);
    }
}
END
cat > read.py <<'END'
import json

import toml
import tomli

with open("cases.json", "rb") as file:
    for value in json.load(file):
        for module in (tomli, toml):
            read = module.loads(f"secret = {value}")["secret"]
            print(f"{module.__name__}: {type(read).__name__} {hex(read) if value.startswith('0x') else read}")
END
cat > expected <<'END'
iarna: bigint -5078655020084465209
smol: error
iarna: bigint 0x123456789abcdef
smol: error
tomli: int 11111111111111111111111111111111
toml: int 11111111111111111111111111111111
tomli: int 0x111111111111111f0123456789abcdef
toml: int 0x111111111111111f0123456789abcdef
END
{ node read.mjs; env/bin/python read.py; } | tee seen
diff expected seen >&2 || { echo "Changed: a TOML reader gives another value for a long integer now." >&2; exit 1; }
