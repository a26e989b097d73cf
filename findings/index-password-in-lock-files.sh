#!/usr/bin/env bash
# Pipenv makes the password of a package index a part of the index's name; pip-compile masks it in a comment and writes it below.
#
# Versions: pip 26.3, pip-tools 7.6.2, uv 0.13.8, pipenv 2026.10.3, poetry 2.5.1 (PyPI). An index on this machine that asks for a password.
# Expected: a lock file is made to be committed, so no program writes the password of `--index-url https://user:password@...` into it, or all do,
#   since it is the address that was asked for.
# Seen (2026-12-01): uv, poetry and pip's own `lock` leave it out. pip-compile writes a comment with its command, the password as `****`, and two lines below
#   the address as it was, also when that came from the environment and no option named it. uv does so with `--emit-index-url`, in both
#   places. `pipenv install --index` writes the address into Pipfile and Pipfile.lock and makes a name for the index out of it, the user and the password
#   put together, which each package then repeats: who replaces the password in the addresses by `${PASSWORD}` has it there still.
# Why it matters: the files are committed and handed on, and a look at the comment, or at the addresses, says that nothing is in them. In the name nothing
#   divides the user from the password, so that a search for addresses with a password, or for a word, passes it over.
set -euo pipefail
work=$(mktemp -d)
trap 'kill "$server" || true; rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq pip==26.3 pip-tools==7.6.2 uv==0.13.8 pipenv==2026.10.3 poetry==2.5.1
cat > index.py <<'END'
import base64
import io
import sys
import zipfile
from wsgiref.simple_server import make_server

WHEEL, ABOUT = "tiny-1.0-py3-none-any.whl", "tiny-1.0.dist-info"
packed = io.BytesIO()
with zipfile.ZipFile(packed, "w") as wheel:
    wheel.writestr("tiny.py", "")
    wheel.writestr(f"{ABOUT}/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
    wheel.writestr(f"{ABOUT}/WHEEL", "Wheel-Version: 1.0\nGenerator: shop\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
    wheel.writestr(f"{ABOUT}/RECORD", f"tiny.py,,\n{ABOUT}/METADATA,,\n{ABOUT}/WHEEL,,\n{ABOUT}/RECORD,,\n")
PAGES = {
    "/simple/tiny": ("text/html", f'<!DOCTYPE html><html><body><a href="/files/{WHEEL}">{WHEEL}</a></body></html>'.encode()),
    f"/files/{WHEEL}": ("application/octet-stream", packed.getvalue()),
}
ALLOWED = "Basic " + base64.b64encode(f"shop:{sys.argv[1]}".encode()).decode()


def index(request, start):
    kind, body = PAGES.get(request["PATH_INFO"].rstrip("/"), ("text/plain", b""))
    if request.get("HTTP_AUTHORIZATION") != ALLOWED:
        start("401 Unauthorized", [("WWW-Authenticate", 'Basic realm="index"'), ("Content-Length", "0")])
        return [b""]
    start("200 OK" if body else "404 Not Found", [("Content-Type", kind), ("Content-Length", str(len(body)))])
    return [body if request["REQUEST_METHOD"] == "GET" else b""]


with make_server("127.0.0.1", 0, index) as server:
    print(server.server_port, flush=True)
    server.serve_forever()
END
password=$(python3 -c 'import random, string; print("".join(random.Random(151).choices(string.ascii_letters, k=32)))')
env/bin/python index.py "$password" > port 2> asked &
server=$!
until [ -s port ]; do sleep 0.1; done
plain=http://127.0.0.1:$(cat port)/simple
url=http://shop:$password@127.0.0.1:$(cat port)/simple

run() { # a command, by which a tool locks what tiny needs, with a home of its own and no settings of this machine
    env -i PATH="$work/env/bin:$PATH" HOME="$work/home" NO_COLOR=1 NO_PROXY=127.0.0.1 PIP_CONFIG_FILE=/dev/null PIP_DISABLE_PIP_VERSION_CHECK=1 \
        PIPENV_NOSPIN=1 PYTHON_KEYRING_BACKEND=keyring.backends.null.Keyring "$@" > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
}
held() { # what, file
    local comment=absent elsewhere=absent name=''
    grep -q tiny "$2"
    if grep '^#' "$2" | grep -qF '****'; then comment=masked; elif grep '^#' "$2" | grep -qF -e "$password"; then comment='in clear'; fi
    if grep -v '^#' "$2" | grep -qF -e ":$password@"; then elsewhere='in clear'; fi
    if grep -qF -e "shop$password" "$2"; then name=', in the name of the index'; fi
    echo "$1: comment $comment, address $elsewhere$name"
}
cat > expected <<'END'
pip-compile: comment masked, address in clear
pip-compile, from the environment: comment absent, address in clear
uv pip compile: comment absent, address absent
uv pip compile --emit-index-url: comment in clear, address in clear
pip lock: comment absent, address absent
poetry: comment absent, address absent
pipenv, Pipfile: comment absent, address in clear, in the name of the index
pipenv, Pipfile.lock: comment absent, address in clear, in the name of the index
pipenv, the addresses mended: comment absent, address absent, in the name of the index
END
echo tiny > requirements.in
{
    run pip-compile --strip-extras --index-url "$url" --output-file a.txt requirements.in
    held pip-compile a.txt
    run PIP_INDEX_URL="$url" pip-compile --strip-extras --output-file b.txt requirements.in
    held 'pip-compile, from the environment' b.txt
    run uv pip compile --index-url "$url" --output-file c.txt requirements.in
    held 'uv pip compile' c.txt
    run uv pip compile --emit-index-url --index-url "$url" --output-file d.txt requirements.in
    held 'uv pip compile --emit-index-url' d.txt
    run pip lock --index-url "$url" tiny --output pylock.toml
    held 'pip lock' pylock.toml
    mkdir poetry pipenv
    cd poetry
    cat > pyproject.toml <<END
[project]
name = "shop"
version = "1.0.0"
requires-python = ">=3.11"
dependencies = ["tiny"]
[[tool.poetry.source]]
name = "index"
url = "$plain"
priority = "primary"
[tool.poetry]
package-mode = false
END
    run POETRY_HTTP_BASIC_INDEX_USERNAME=shop POETRY_HTTP_BASIC_INDEX_PASSWORD="$password" poetry lock
    held poetry poetry.lock
    cd ../pipenv
    run pipenv install --index "$url" tiny
    held 'pipenv, Pipfile' Pipfile
    held 'pipenv, Pipfile.lock' Pipfile.lock
    sed -i "s/:$password@/:\${PASSWORD}@/" Pipfile
    run PASSWORD="$password" pipenv lock
    held 'pipenv, the addresses mended' Pipfile.lock
} | tee "$work/seen"
cd "$work"
diff expected seen >&2 || { echo "Changed: other lock files hold the password now." >&2; exit 1; }
