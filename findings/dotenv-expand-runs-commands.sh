#!/usr/bin/env bash
# Since version 1000 dotenv-expand runs what a generated secret happens to have between `$(` and `)`.
#
# Versions: dotenv-expand 12.0.3, 13.0.0 and 1000.0.0 with dotenv 17.4.2 (npm); Django 5.2.19 (PyPI).
# Expected: `$name` is replaced (that is what the package is for); `$(` stays text as it always did.
# Seen (2026-11-29): 12 and 13 leave `ab$(printf cd)ef` as it is, 1000 gives "abcdef". The new release says so, but nobody
#   who had such a *value* was asking for it: of 10,000 keys by Django's own generator, 70 have `$(` and a later `)`,
#   whose insides are then taken for a command. Single quotes in the file do not help, since dotenv has removed them
#   before dotenv-expand sees the value; nor does the backslash that protects `$name`: it stays, and the command runs.
# Why it matters: after an update of one package seven keys in a thousand are other keys, or the program does not start,
#   and no quoting or escaping tried in the file mends it. Secrets for env files must be made without `$`.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

python3 -m venv env
env/bin/pip install -qq Django==5.2.19
echo '{"private": true}' > package.json
npm install --loglevel=error dotenv@17.4.2 expand12@npm:dotenv-expand@12.0.3 expand13@npm:dotenv-expand@13.0.0 \
    expand1000@npm:dotenv-expand@1000.0.0 > npm.log

cat > expand.js <<'END'
const {parse} = require('dotenv');
const lines = ["S='ab$(printf cd)ef'", "S='ab\\$(printf cd)ef'"];
for (const version of ['expand12', 'expand13', 'expand1000']) {
    for (const line of lines) {
        console.log(`${version}: ${line} -> ${require(version).expand({parsed: parse(line), processEnv: {}}).parsed.S}`);
    }
}
END
cat > count.py <<'END'
import random
import re
from types import SimpleNamespace

from django.core.management.utils import get_random_secret_key
from django.utils import crypto

crypto.secrets = SimpleNamespace(choice=random.Random(17).choice)
keys = [get_random_secret_key() for _ in range(10_000)]
print("keys with $( and ):", sum(bool(re.search(r"\$\(.*\)", key)) for key in keys))
END
cat > expected <<'END'
expand12: S='ab$(printf cd)ef' -> ab$(printf cd)ef
expand12: S='ab\$(printf cd)ef' -> ab$(printf cd)ef
expand13: S='ab$(printf cd)ef' -> ab$(printf cd)ef
expand13: S='ab\$(printf cd)ef' -> ab$(printf cd)ef
expand1000: S='ab$(printf cd)ef' -> abcdef
expand1000: S='ab\$(printf cd)ef' -> ab\cdef
keys with $( and ): 70
END
{ node expand.js; env/bin/python count.py; } | tee seen
diff expected seen >&2 || { echo "Changed: dotenv-expand treats \$( in a value otherwise now." >&2; exit 1; }
