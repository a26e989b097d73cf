#!/usr/bin/env bash
# A YAML writer cuts a word without a blank in it over two lines.
#
# Versions: yaml 2.9.1 and js-yaml 5.5.0 (npm); PyYAML 6.0.4 and ruamel.yaml 0.19.1 (PyPI), each with its defaults.
# Expected: long strings are folded at blanks, since nothing else can be folded; a token without blanks stays on one line.
# Seen (2026-11-29): yaml puts a string that holds ": " in double quotes and folds these at 80 columns *anywhere*, with a
#   backslash at the end of the line. Of a 35-character word, moved through the columns 4 to 123, the output has 35 times
#   only halves. The three other writers never cut it.
# Why it matters: what looks at one line at a time misses the word in a quarter of the places, in files that people do
#   not write by hand (workflows, OpenAPI, recorded requests). The `\` before the line end has to be undone first.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

python3 -m venv env
env/bin/pip install -qq PyYAML==6.0.4 ruamel.yaml==0.19.1
echo '{"private": true}' > package.json
npm install --loglevel=error yaml@2.9.1 js-yaml@5.5.0 > npm.log

cat > fold.mjs <<'END'
import {stringify} from 'yaml';
import {dump} from 'js-yaml';

const word = 'zq_' + 'ABCDEFGH'.repeat(4);
for (const [name, write] of Object.entries({yaml: stringify, 'js-yaml': dump})) {
    let cut = 0;
    for (let before = 0; before < 120; before++) {
        if (!write({s: `a: ${'x'.repeat(before)}=${word}`}).includes(word)) cut++;
    }
    console.log(`${name}: cut ${cut} of 120`);
}
END
cat > fold.py <<'END'
import io

import yaml
from ruamel.yaml import YAML

word = "zq_" + "ABCDEFGH" * 4


def ruamel(value: object) -> str:
    out = io.StringIO()
    YAML().dump(value, out)
    return out.getvalue()


for name, write in {"PyYAML": yaml.safe_dump, "ruamel.yaml": ruamel}.items():
    cut = sum(word not in write({"s": f"a: {'x' * before}={word}"}) for before in range(120))
    print(f"{name}: cut {cut} of 120")
END
cat > expected <<'END'
yaml: cut 35 of 120
js-yaml: cut 0 of 120
PyYAML: cut 0 of 120
ruamel.yaml: cut 0 of 120
END
{ node fold.mjs; env/bin/python fold.py; } | tee seen
diff expected seen >&2 || { echo "Changed: YAML writers cut long words in other places now." >&2; exit 1; }
