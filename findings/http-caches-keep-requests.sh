#!/usr/bin/env bash
# Three of five caches for HTTP clients keep the `Authorization` of a request in the file in which they keep the answer.
#
# Versions: requests-cache 1.3.3, CacheControl 0.14.4, hishel 2.0.0, all with requests 2.34.2; aiohttp-client-cache 0.15.0 with aiohttp 3.14.5;
#   Scrapy 2.19.0 (PyPI). A server on this machine, whose answer may be cached.
# Expected: a cache keeps answers. To tell two requests apart it needs the method, the address and the headers that `Vary` names, or a digest
#   of them; that what a client presents is no part of it is settled, since requests-cache takes it out.
# Seen (2026-11-30): CacheControl keeps nothing of the request, requests-cache keeps it with `Authorization` replaced. hishel, which is made after
#   the RFC, keeps every header as it was sent, in `.cache/hishel` below the working folder; so does Scrapy, in `.scrapy`, and
#   aiohttp-client-cache, which has the name and the options of requests-cache, in an SQLite file, within a pickle.
# Why it matters: the folder of a cache is made by a library, kept by CI from run to run, and shared to save others the calls. A key is in it for
#   every address that was ever called, and a new key adds another without taking the old one out.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 NO_PROXY=127.0.0.1 no_proxy=127.0.0.1

python3 -m venv env
env/bin/pip install -qq requests==2.34.2 requests-cache==1.3.3 CacheControl==0.14.4 filelock==3.32.0 hishel==2.0.0 \
    aiohttp==3.14.5 aiohttp-client-cache==0.15.0 aiosqlite==0.22.1 Scrapy==2.19.0
cat > server.py <<'END'
import http.server
import threading

BODY = b'{"answer": 42}'


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        asked.append(self.headers["Authorization"])
        self.send_response(200)
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, *arguments):
        pass


asked = []
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
ADDRESS = f"http://127.0.0.1:{server.server_port}/v1/messages"
END
cat > call.py <<'END'
"""Calls twice by one client and its cache, in an empty folder, and says what of the key is in the files there."""

import asyncio
import importlib
import os
import pathlib
import sys

from server import ADDRESS, BODY, asked

name, key = sys.argv[1], os.environ["SERVICE_KEY"]
headers = {"Authorization": f"Bearer {key}"}
folder = pathlib.Path(name).absolute()
folder.mkdir()
os.chdir(folder)


def requests_cache():
    session = importlib.import_module("requests_cache").CachedSession("http")
    return lambda: session.get(ADDRESS, headers=headers).content


def cachecontrol():
    import cachecontrol.caches
    import requests

    session = cachecontrol.CacheControl(requests.Session(), cache=cachecontrol.caches.FileCache("web"))
    return lambda: session.get(ADDRESS, headers=headers).content


def hishel():
    import requests

    session = requests.Session()
    session.mount("http://", importlib.import_module("hishel.requests").CacheAdapter())
    return lambda: session.get(ADDRESS, headers=headers).content


def aiohttp_client_cache():
    import aiohttp_client_cache as module

    async def call():
        async with module.CachedSession(cache=module.SQLiteBackend("http")) as session:
            answer = await session.get(ADDRESS, headers=headers)
            return await answer.read()

    return lambda: asyncio.run(call())


def scrapy():
    import scrapy.crawler

    bodies = []

    class Spider(scrapy.Spider):
        name = "spider"

        async def start(self):
            for _ in range(2):
                yield scrapy.Request(ADDRESS, headers=headers, dont_filter=True)

        def parse(self, response):
            bodies.append(response.body)

    settings = {"HTTPCACHE_ENABLED": True, "HTTPCACHE_DIR": str(folder / ".scrapy"), "LOG_ENABLED": False, "CONCURRENT_REQUESTS": 1}
    process = scrapy.crawler.AsyncCrawlerProcess(settings, install_root_handler=False)
    process.crawl(Spider)
    process.start()
    return bodies.pop


call = globals()[name.replace("-", "_")]()
assert call() == call() == BODY
assert asked == [f"Bearer {key}"], "not answered from the cache"
files = [each for each in folder.rglob("*") if each.is_file() and key.encode() in each.read_bytes()]
print(f"{name}:", "the key is kept" if files else "the key is not kept")
END
cat > expected <<'END'
requests-cache: the key is not kept
cachecontrol: the key is not kept
hishel: the key is kept
aiohttp-client-cache: the key is kept
scrapy: the key is kept
END
key=$(python3 -c 'import random, string; print("".join(random.Random(79).choices(string.ascii_letters, k=32)))')
for name in requests-cache cachecontrol hishel aiohttp-client-cache scrapy; do
    SERVICE_KEY=$key env/bin/python call.py $name 2> log || { cat log >&2; exit 1; }
done | tee seen
diff expected seen >&2 || { echo "Changed: other caches keep the request now." >&2; exit 1; }
