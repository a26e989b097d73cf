#!/usr/bin/env bash
# A call that is refused prints the key that was refused, with five of ten HTTP clients.
#
# Versions: axios 1.21.1, got 14.6.6, ky 1.14.3, superagent 10.4.2, ofetch 1.5.1, wretch 2.11.1, @octokit/request 10.0.16 (npm); requests 2.34.2,
#   httpx 0.28.1, aiohttp 3.14.5 (PyPI).
# Expected: the error of a call that was answered by 401 names the address and the status. Clients that show the headers of a
#   request leave out `Authorization`, as httpx does in the repr of headers.
# Seen (2026-11-30): `console.log(error)` prints the whole header with axios, got, ky and superagent, and `JSON.stringify(error)`, which is what
#   loggers and queues write, with three of them: not with ky. ofetch, wretch and octokit print it in neither. The message and the stack of an
#   error never have it, which is what one looks at. In Python aiohttp alone has it: not in `str(error)`, nor in the traceback, but in the
#   repr, so that a task that nobody waits for writes it into the log by itself, in the line "Task exception was never retrieved".
# Why it matters: the first call with a key that is wrong, or from the other environment, is the one that is refused. The key is
#   then in the log of the server, in that of CI, and in the issue that somebody opens about it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

python3 -m venv env
env/bin/pip install -qq requests==2.34.2 httpx==0.28.1 aiohttp==3.14.5
echo '{"private": true, "type": "module"}' > package.json
npm install --loglevel=error axios@1.21.1 got@14.6.6 ky@1.14.3 superagent@10.4.2 ofetch@1.5.1 wretch@2.11.1 @octokit/request@10.0.16 > npm.log

cat > refused.js <<'END'
import {createServer} from 'node:http';
import {inspect} from 'node:util';
import {request} from '@octokit/request';
import axios from 'axios';
import got from 'got';
import ky from 'ky';
import {ofetch} from 'ofetch';
import superagent from 'superagent';
import wretch from 'wretch';

const key = 'refused-value';
const headers = {Authorization: `Bearer ${key}`};
const server = createServer((_, response) => response.writeHead(401, {'content-type': 'application/json'}).end('{}'));
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const url = `http://127.0.0.1:${server.address().port}`;
const calls = {
    axios: () => axios.get(url, {headers}),
    got: () => got(url, {headers, retry: {limit: 0}}),
    ky: () => ky(url, {headers, retry: 0}),
    superagent: () => superagent.get(url).set(headers),
    ofetch: () => ofetch(url, {headers, retry: 0}),
    wretch: () => wretch(url).headers(headers).get().json(),
    '@octokit/request': () => request('GET /', {baseUrl: url, headers}),
};
for (const [client, call] of Object.entries(calls)) {
    const error = await call().then(() => process.exit(1), (thrown) => thrown);
    const forms = {
        'console.log': inspect(error),
        'JSON.stringify': JSON.stringify(error),
        message: error.message,
        stack: error.stack.slice(0, error.stack.indexOf('\n    at ')),
    };
    const shown = Object.keys(forms).filter((form) => forms[form].includes(key));
    console.log(`${client}: ${shown.join(' ') || 'nowhere'}`);
}
process.exit();
END
cat > refused.py <<'END'
import asyncio
import gc
import http.server
import io
import logging
import threading
import traceback

import aiohttp
import httpx
import requests

KEY = "refused-value"
HEADERS = {"Authorization": f"Bearer {KEY}"}


class Refusing(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(401)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *parts: object) -> None: ...


def show(client: str, error: Exception, **more: str) -> None:
    forms = {"str": str(error), "traceback": "".join(traceback.format_exception(error)), "repr": repr(error)} | more
    print(f"{client}:", *([form for form, text in forms.items() if KEY in text] or ["nowhere"]))


async def by_aiohttp(url: str) -> None:
    log = io.StringIO()
    logging.basicConfig(stream=log)
    async with aiohttp.ClientSession(headers=HEADERS, raise_for_status=True) as session:
        task = asyncio.ensure_future(session.get(url))
        await asyncio.wait([task])
        try:
            await session.get(url)
        except aiohttp.ClientError as error:
            del task
            gc.collect()
            show("aiohttp", error, log_of_asyncio=log.getvalue())


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Refusing)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}/"
for client in (requests, httpx):
    try:
        client.get(url, headers=HEADERS).raise_for_status()
    except Exception as error:
        show(client.__name__, error)
asyncio.run(by_aiohttp(url))
END
cat > expected <<'END'
axios: console.log JSON.stringify
got: console.log JSON.stringify
ky: console.log
superagent: console.log JSON.stringify
ofetch: nowhere
wretch: nowhere
@octokit/request: nowhere
requests: nowhere
httpx: nowhere
aiohttp: repr log_of_asyncio
END
{ node refused.js; env/bin/python refused.py; } | tee seen
diff expected seen >&2 || { echo "Changed: the errors of other clients show the key now." >&2; exit 1; }
