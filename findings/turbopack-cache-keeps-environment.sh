#!/usr/bin/env bash
# The cache of `next build` holds every variable of the environment, also those that no code and no configuration names.
#
# Versions: next 15.5.29 and 16.4.6 with react 19.2.3; zstandard 0.25.0 to read the cache.
# Expected: a build keeps what it inlines, `NEXT_PUBLIC_...` and what the code names. What else the shell has is no business of its
#   cache; a cache that wants to know whether a variable has changed keeps a digest, as those of other build tools do.
# Seen (2026-11-30): Next.js 16 builds with Turbopack and keeps its cache in `.next/cache/turbopack`, switched on by nobody. One record
#   of it is the whole environment of the process: the variable of `.env` that only the server would read, and one of the shell
#   that nothing reads. It is zstd, so that `grep -r` says the folder is clean. The rest of `.next` holds neither. Next.js 15 with
#   webpack keeps a cache as well, and neither value in it.
# Why it matters: `.next/cache` is what CI is told to save from run to run, and what `COPY . .` puts into an image. It has the
#   tokens of the CI job itself.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

python3 -m venv env
env/bin/pip install -qq zstandard==0.25.0
cat > search.py <<'PY'
"""Which folders of a build hold a value: as it is, or in one of their zstd frames."""

import sys
from pathlib import Path

import zstandard

MAGIC = b"\x28\xb5\x2f\xfd"


def frames(data: bytes):
    start = data.find(MAGIC)
    while start >= 0:
        try:
            yield zstandard.ZstdDecompressor().decompressobj().decompress(data[start:])
        except zstandard.ZstdError:
            pass
        start = data.find(MAGIC, start + 1)


version, *values = sys.argv[1:]
contents = {path: path.read_bytes() for path in Path(".next").rglob("*") if path.is_file()}
for value in values:
    name, text = value.partition("=")[::2]
    wanted = text.encode()
    plain = any(wanted in data for data in contents.values())
    packed = {
        "cache" if path.parts[1] == "cache" else "output"
        for path, data in contents.items()
        if any(wanted in frame for frame in frames(data))
    }
    print(f"next {version}, {name}: {'seen by grep' if plain else 'not seen by grep'}, unpacked:", *(sorted(packed) or ["nowhere"]))
PY
cat > expected <<'END'
next 15.5.29, FROM_FILE: not seen by grep, unpacked: nowhere
next 15.5.29, FROM_SHELL: not seen by grep, unpacked: nowhere
next 16.4.6, FROM_FILE: not seen by grep, unpacked: cache
next 16.4.6, FROM_SHELL: not seen by grep, unpacked: cache
END

values=$(python3 -c '
import random, string
chance = random.Random(53)
for _ in range(2): print("".join(chance.choice(string.ascii_letters) for _ in range(32)))')
file_value=${values%$'\n'*} shell_value=${values#*$'\n'}
for version in 15.5.29 16.4.6; do
    mkdir "$work/$version" && cd "$work/$version"
    echo '{"private": true}' > package.json
    npm install --loglevel=error "next@$version" react@19.2.3 react-dom@19.2.3 > npm.log
    echo "FROM_FILE=$file_value" > .env
    mkdir app
    echo 'export default ({children}) => <html><body>{children}</body></html>' > app/layout.js
    echo 'export default () => <p>shop</p>' > app/page.js
    env -i PATH="$PATH" HOME="$work" CI=1 NEXT_TELEMETRY_DISABLED=1 FROM_SHELL="$shell_value" node_modules/.bin/next build > log 2>&1 ||
        { tail -20 log >&2; exit 1; }
    test -d .next/cache || { echo "Changed: there is no cache." >&2; exit 1; }
    ../env/bin/python ../search.py "$version" "FROM_FILE=$file_value" "FROM_SHELL=$shell_value"
done | tee "$work/seen"
diff "$work/expected" "$work/seen" >&2 || { echo "Changed: other values are in the cache of the build now." >&2; exit 1; }
