#!/usr/bin/env bash
# Most keys that Django generates lose their end in an env file, and one in fifty cannot be read back by django-environ.
#
# Versions: Django 5.2.19, django-environ 0.14.0, python-dotenv 1.2.4 (PyPI), dotenv 18.0.10 (npm).
# Expected: a framework's own generator makes keys that the usual loaders read back, at least those written for it.
# Seen (2026-11-29): of 1,000 keys (50 characters from an alphabet of 50 with `#` and `$` in it), written as `S=key`:
#   python-dotenv reads all 1,000 (a comment needs a blank before it). dotenv cuts 646 at a `#`, 493 of these to fewer
#   than 32 characters, 19 to nothing at all. django-environ gives every key to os.environ, but env('S')
#   raises an error for the 17 that begin with `$`, quoted or not: it takes the rest for the name of another variable.
# Why it matters: two loaders of one file agree on the secret in one case of three. A key judged strong by its line may be
#   empty in the program; and "random, from the framework's generator" does not mean "safe where it is written".
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

python3 -m venv env
env/bin/pip install -qq Django==5.2.19 django-environ==0.14.0 python-dotenv==1.2.4
echo '{"private": true}' > package.json
npm install --loglevel=error dotenv@18.0.10 > npm.log

cat > read.py <<'END'
import io
import json
import os
import random
from types import SimpleNamespace

import dotenv
import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils import crypto

crypto.secrets = SimpleNamespace(choice=random.Random(17).choice)
keys = [get_random_secret_key() for _ in range(1000)]
with open("keys.json", "w", encoding="utf-8") as file:
    json.dump(keys, file)


def read_back(key: str) -> str:
    environ.Env.read_env(io.StringIO(f"S='{key}'"), overwrite=True)
    try:
        return str(environ.Env()("S"))
    except ImproperlyConfigured:
        return "error"


whole = sum(dotenv.dotenv_values(stream=io.StringIO(f"S={key}"))["S"] == key for key in keys)
print("python-dotenv: whole", whole)
back = {key: read_back(key) for key in keys}
print("django-environ, quoted: whole", sum(key == value for key, value in back.items()))
print("django-environ: errors", sum(value == "error" for value in back.values()))
print("of these begin with $:", sum(key[0] == "$" for key, value in back.items() if value == "error"))
END
cat > read.js <<'END'
const {parse} = require('dotenv');
const keys = require('./keys.json');
const values = keys.map((key) => parse(`S=${key}`).S);
console.log('dotenv: whole', values.filter((value, index) => value === keys[index]).length);
console.log('dotenv: under 32', values.filter((value) => value.length < 32).length);
console.log('dotenv: empty', values.filter((value) => value === '').length);
END
cat > expected <<'END'
python-dotenv: whole 1000
django-environ, quoted: whole 983
django-environ: errors 17
of these begin with $: 17
dotenv: whole 354
dotenv: under 32 493
dotenv: empty 19
END
{ env/bin/python read.py; node read.js; } | tee seen
diff expected seen >&2 || { echo "Changed: other keys of Django's generator are read back now." >&2; exit 1; }
