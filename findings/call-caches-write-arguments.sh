#!/usr/bin/env bash
# Three of five caches for calls write the token that a function was called with beside the answer, two its digest.
#
# Versions: joblib 1.6.0, diskcache 5.6.3, dogpile.cache 1.5.0, cachier 4.2.0, Flask-Caching 2.5.1 with Flask 3.1.3 (PyPI).
# Expected: `fetch(url, token)` with a decorator that keeps answers on the disk. The arguments are the key under which the answer
#   is found again, and a key of any length has to be a digest to be the name of a file; so they cannot be read.
# Seen (2026-11-30): joblib makes a folder whose name is a digest, and in it a file of JSON with the arguments as they were. diskcache has them as
#   the key of a row, dogpile.cache as the key in a file of dbm. cachier and Flask-Caching write digests only. joblib leaves the token
#   out with `ignore=["token"]`; then another token gets the first one's answer.
# Why it matters: whoever reviews what is cached looks at answers. The folder is what CI saves and teams share, and an entry of an old
#   token, which is never asked for again, is what stays longest.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq joblib==1.6.0 diskcache==5.6.3 dogpile.cache==1.5.0 cachier==4.2.0 Flask-Caching==2.5.1 Flask==3.1.3

cat > call.py <<'END'
import random
import string
from collections.abc import Callable
from pathlib import Path

import cachier
import diskcache
import dogpile.cache
import flask
import flask_caching
import joblib

chance = random.Random(101)
Fetch = Callable[[str, str], int]


def fetch(url: str, token: str) -> int:
    return len(url)


def of_joblib(folder: Path) -> Fetch:
    return joblib.Memory(folder, verbose=0).cache(fetch)


def of_joblib_ignoring(folder: Path) -> Fetch:
    return joblib.Memory(folder, verbose=0).cache(fetch, ignore=["token"])


def of_diskcache(folder: Path) -> Fetch:
    return diskcache.Cache(folder).memoize()(fetch)


def of_dogpile(folder: Path) -> Fetch:
    folder.mkdir()
    region = dogpile.cache.make_region().configure("dogpile.cache.dbm", arguments={"filename": folder / "calls"})
    return region.cache_on_arguments()(fetch)


def of_cachier(folder: Path) -> Fetch:
    return cachier.cachier(cache_dir=folder)(fetch)


def of_flask(folder: Path) -> Fetch:
    app = flask.Flask("shop")
    app.app_context().push()
    cache = flask_caching.Cache(app, config={"CACHE_TYPE": "FileSystemCache", "CACHE_DIR": str(folder)})
    return cache.memoize()(fetch)


CACHES = {
    "joblib": of_joblib,
    "joblib, ignoring the token": of_joblib_ignoring,
    "diskcache": of_diskcache,
    "dogpile.cache": of_dogpile,
    "cachier": of_cachier,
    "Flask-Caching": of_flask,
}
for name, cached in CACHES.items():
    token = "".join(chance.choices(string.ascii_letters, k=32))
    folder = Path(name).absolute()
    call = cached(folder)
    assert call("https://service.example.org", token) == 27
    files = [path for path in folder.rglob("*") if path.is_file()]
    held = any(token.encode() in path.read_bytes() for path in files)
    print(f"{name}: {'token' if held else 'no token'} in {'the files' if files else 'no file'}")
END
cat > expected <<'END'
joblib: token in the files
joblib, ignoring the token: no token in the files
diskcache: token in the files
dogpile.cache: token in the files
cachier: no token in the files
Flask-Caching: no token in the files
END
env/bin/python call.py | tee seen
diff expected seen >&2 || { echo "Changed: other caches write the arguments of a call now." >&2; exit 1; }
