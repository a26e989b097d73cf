#!/usr/bin/env bash
# Of a list of keys, made for rotation, five libraries sign with the first and one with the last.
#
# Versions: itsdangerous 2.2.0, cryptography 50.0.2 (PyPI); keygrip 1.1.0, express-session 1.19.0 with express 5.3.0,
#   @fastify/cookie 11.1.5, @auth/core 0.41.3, iron-session 8.0.4 (npm).
# Expected: a list of keys means one thing: the newest, in one and the same place, signs, and the others are still read.
# Seen (2026-11-30): MultiFernet, keygrip (Koa, cookie-session), express-session, @fastify/cookie and Auth.js sign with the first;
#   itsdangerous, which Flask is built on, with the last. iron-session, with numbered keys, takes the highest number, also if it is
#   written first. All read what any key of the list has signed, so the wrong order shows in no test.
# Why it matters: the key that was added is in use with one library and idle with the next. Whoever then takes "the old one" out of
#   the list, or asks which of two keys in a file is the live one, has to know the library first.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

python3 -m venv env
env/bin/pip install -qq itsdangerous==2.2.0 cryptography==50.0.2
echo '{"private": true, "type": "module"}' > package.json
npm install --loglevel=error keygrip@1.1.0 express@5.3.0 express-session@1.19.0 @fastify/cookie@11.1.5 \
    @auth/core@0.41.3 iron-session@8.0.4 cookie-signature@1.2.2 > npm.log

cat > sign.py <<'END'
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from itsdangerous import Signer

keys = ["a" * 40, "b" * 40]
signed = Signer(keys).sign("text")
print("itsdangerous:", *(place for place, key in zip(("first", "last"), keys) if Signer(key).validate(signed)))

keys = [Fernet.generate_key(), Fernet.generate_key()]
token = MultiFernet([Fernet(key) for key in keys]).encrypt(b"text")
for place, key in zip(("first", "last"), keys):
    try:
        Fernet(key).decrypt(token)
        print("MultiFernet:", place)
    except InvalidToken:
        pass
END
cat > sign.js <<'END'
import {decode, encode} from '@auth/core/jwt';
import {Signer} from '@fastify/cookie';
import {unsign} from 'cookie-signature';
import express from 'express';
import session from 'express-session';
import {sealData, unsealData} from 'iron-session';
import Keygrip from 'keygrip';

const keys = ['a'.repeat(40), 'b'.repeat(40)];
async function show(library, opens) {
    const places = ['first', 'last'];
    const found = [];
    for (const [place, key] of keys.entries()) {
        if (await opens(key)) found.push(places[place]);
    }
    console.log(library + ':', ...found);
}
const without = (run) => run.then(Boolean, () => false);

const signature = new Keygrip(keys).sign('text');
await show('keygrip', (key) => new Keygrip([key]).verify('text', signature));
const signed = new Signer(keys).sign('text');
await show('@fastify/cookie', (key) => new Signer(key).unsign(signed).valid);
const token = await encode({token: {name: 'text'}, secret: keys, salt: 'salt'});
await show('@auth/core', (key) => without(decode({token, secret: key, salt: 'salt'})));

const app = express();
app.use(session({secret: keys, resave: false, saveUninitialized: true, store: new session.MemoryStore()}));
app.use((request, response) => response.send('text'));
const server = app.listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const answer = await fetch(`http://127.0.0.1:${server.address().port}/`);
const cookie = decodeURIComponent(answer.headers.get('set-cookie').match(/connect\.sid=s([^;]*)/)[1]).replace(/^:/, '');
server.close();
await show('express-session', (key) => unsign(cookie, key));

for (const [order, numbers] of [['1 and 2', [1, 2]], ['2 and 1', [2, 1]]]) {
    const password = new Map(numbers.map((number, place) => [number, keys[place]]));
    const seal = await sealData({name: 'text'}, {password: Object.fromEntries(password)});
    await show(`iron-session, numbered ${order}`, (key) =>
        without(Promise.any([1, 2].map((number) => unsealData(seal, {password: {[number]: key}}).then((data) => data.name || Promise.reject())))));
}
END
cat > expected <<'END'
itsdangerous: last
MultiFernet: first
keygrip: first
@fastify/cookie: first
@auth/core: first
express-session: first
iron-session, numbered 1 and 2: last
iron-session, numbered 2 and 1: first
END
{ env/bin/python sign.py; node sign.js; } | tee seen
diff expected seen >&2 || { echo "Changed: another key of the list signs now." >&2; exit 1; }
