#!/usr/bin/env bash
# One webhook secret is up to three keys in seven libraries that verify by the same standard, also in two languages of one maker.
#
# Versions: standardwebhooks 1.1.0, openai 3.51.0, resend 2.51.0, polar-sdk 1.0.2 (PyPI); standardwebhooks 1.1.1, openai 6.49.0,
#   @polar-sh/sdk 0.49.0 (npm): all of them verify signatures as Standard Webhooks describes them.
# Expected: a standard says what the key is: what stands behind `whsec_`, read as base64. Every library makes the same key of a secret; and
#   one in the other alphabet of base64 (`-` and `_`, as Python's `token_urlsafe` and Node's `base64url` write it) is either read or refused.
# Seen (2026-12-01): without the prefix, which people leave out where it looks like a mark, OpenAI's libraries take the letters themselves and
#   standardwebhooks and resend still the base64. Polar's for JavaScript takes the letters in any case, `whsec_` included, the one for Python
#   both. With three of `-` and `_` in it three of Python leave these out and go on with what is left, another key of fewer bits, and two
#   take a phrase with hyphens for such a secret; standardwebhooks for JavaScript refuses both, OpenAI's reads the first. Without the `=` at its
#   end two for Python refuse a secret, none for JavaScript.
# Why it matters: the secret that a sender and a handler share does not say which key they share; a handler that was written anew in
#   another language refuses every call. How long a secret is says nothing either: what is left out of it does not count.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 HOME=$work
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

python3 -m venv env
env/bin/pip install -qq standardwebhooks==1.1.0 openai==3.51.0 resend==2.51.0 polar-sdk==1.0.2
echo '{"private": true, "type": "module"}' > package.json
npm install --legacy-peer-deps --loglevel=error standardwebhooks@1.1.1 openai@6.49.0 @polar-sh/sdk@0.49.0 > npm.log

cat > forms.py <<'END'
"""Writes a secret in four forms, and a phrase, each with the keys that a library might make of it."""

import base64
import json
import random

chance = random.Random(5)
code = ""
while code.count("+") + code.count("/") != 3:
    code = base64.b64encode(chance.randbytes(32)).decode()
bare = code.rstrip("=")
SECRETS = {
    "as issued": "whsec_" + code,
    "no prefix": code,
    "no =": "whsec_" + bare,
    "- and _": "whsec_" + bare.replace("+", "-").replace("/", "_"),
    "a phrase": "webhook-secret-of-this-shop-for-orders",
}


def keys(secret):
    body = secret.removeprefix("whsec_").rstrip("=")
    readings = {"base64": body.replace("-", "+").replace("_", "/")}
    if set("-_") & set(body):
        readings["base64 of the rest"] = body.replace("-", "").replace("_", "")
    decoded = {name: base64.b64decode(letters + "==").hex() for name, letters in readings.items()}
    return {"letters": secret.encode().hex()} | decoded


print(json.dumps([[form, secret, keys(secret)] for form, secret in SECRETS.items()]))
END
cat > verify.py <<'END'
"""Says for each library and form of the secret with which of the keys a message has to be signed."""

import base64
import hashlib
import hmac
import json
import time

import openai
import polar.webhooks
import resend
import standardwebhooks

BODY = '{"type": "test", "timestamp": "2026-12-01T00:00:00Z", "data": {}}'


def by_resend(secret, headers):
    named = {name.removeprefix("webhook-"): value for name, value in headers.items()}
    resend.Webhooks.verify({"payload": BODY, "headers": named, "webhook_secret": secret})


LIBRARIES = {
    "standardwebhooks": lambda secret, headers: standardwebhooks.Webhook(secret).verify(BODY, headers),
    "openai": lambda secret, headers: openai.OpenAI(api_key="none").webhooks.verify_signature(BODY, headers, secret=secret),
    "resend": by_resend,
    "polar": lambda secret, headers: polar.webhooks.validate_event(BODY, headers, secret, frozenset(["test"]), dict),
}


def accepts(verify, secret, key):
    now = str(int(time.time()))
    signature = hmac.digest(bytes.fromhex(key), f"msg_1.{now}.{BODY}".encode(), hashlib.sha256)
    signed = "v1," + base64.b64encode(signature).decode()
    try:
        verify(secret, {"webhook-id": "msg_1", "webhook-timestamp": now, "webhook-signature": signed})
    except Exception:
        return False
    return True


with open("forms.json") as file:
    secrets = json.load(file)
for library, verify in LIBRARIES.items():
    for form, secret, keys in secrets:
        print(f"{library}, {form}:", " or ".join(name for name, key in keys.items() if accepts(verify, secret, key)) or "none")
END
cat > verify.mjs <<'END'
import {createHmac} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {validateEvent} from '@polar-sh/sdk/webhooks';
import OpenAI from 'openai';
import {Webhook} from 'standardwebhooks';

const BODY = '{"type": "test", "timestamp": "2026-12-01T00:00:00Z", "data": {}}';
const LIBRARIES = {
    standardwebhooks: (secret, headers) => new Webhook(secret).verify(BODY, headers),
    openai: (secret, headers) => new OpenAI({apiKey: 'none'}).webhooks.verifySignature(BODY, headers, secret),
    '@polar-sh/sdk': (secret, headers) => validateEvent(BODY, headers, secret),
};

async function accepts(verify, secret, key) {
    const now = String(Math.floor(Date.now() / 1000));
    const signature = createHmac('sha256', Buffer.from(key, 'hex')).update(`msg_1.${now}.${BODY}`).digest('base64');
    try {
        await verify(secret, {'webhook-id': 'msg_1', 'webhook-timestamp': now, 'webhook-signature': 'v1,' + signature});
    } catch (error) {
        return error.name === 'SDKValidationError'; // Polar's own events alone are known; the signature comes first
    }
    return true;
}

for (const [library, verify] of Object.entries(LIBRARIES)) {
    for (const [form, secret, keys] of JSON.parse(readFileSync('forms.json'))) {
        const taken = [];
        for (const [name, key] of Object.entries(keys)) if (await accepts(verify, secret, key)) taken.push(name);
        console.log(`${library} (npm), ${form}:`, taken.join(' or ') || 'none');
    }
}
END
cat > expected <<'END'
standardwebhooks, as issued: base64
standardwebhooks, no prefix: base64
standardwebhooks, no =: base64
standardwebhooks, - and _: base64 of the rest
standardwebhooks, a phrase: base64 of the rest
openai, as issued: base64
openai, no prefix: letters
openai, no =: none
openai, - and _: base64 of the rest
openai, a phrase: letters
resend, as issued: base64
resend, no prefix: base64
resend, no =: none
resend, - and _: base64 of the rest
resend, a phrase: base64 of the rest
polar, as issued: letters or base64
polar, no prefix: letters or base64
polar, no =: letters or base64
polar, - and _: letters
polar, a phrase: letters
standardwebhooks (npm), as issued: base64
standardwebhooks (npm), no prefix: base64
standardwebhooks (npm), no =: base64
standardwebhooks (npm), - and _: none
standardwebhooks (npm), a phrase: none
openai (npm), as issued: base64
openai (npm), no prefix: letters
openai (npm), no =: base64
openai (npm), - and _: base64
openai (npm), a phrase: letters
@polar-sh/sdk (npm), as issued: letters
@polar-sh/sdk (npm), no prefix: letters
@polar-sh/sdk (npm), no =: letters
@polar-sh/sdk (npm), - and _: letters
@polar-sh/sdk (npm), a phrase: letters
END
env/bin/python forms.py > forms.json
{ env/bin/python verify.py; node verify.mjs; } 2> log | tee seen || { cat log >&2; exit 1; }
diff expected seen >&2 || { echo "Changed: libraries make other keys of a secret now." >&2; exit 1; }
