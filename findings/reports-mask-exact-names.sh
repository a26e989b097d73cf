#!/usr/bin/env bash
# Of the variables that reports of errors carry each of four libraries masks `password` and sends `db_password` and `webhook_secret`.
#
# Versions: sentry-sdk 2.75.0, rollbar 1.5.0, honeybadger 1.3.0, elastic-apm 6.26.2 (PyPI). A server on this machine receives the reports.
# Expected: they send the variables of each function on the way to an error (honeybadger if it is told to) and mask secrets by lists of
#   names: what has `password`, `token`, `secret` or `key` in its name, wherever it is.
# Seen (2026-12-01): Sentry, Rollbar and Honeybadger compare whole names, so `SERVICE_TOKEN`, `service_api_key` and the two above are sent.
#   `token` and `api_key` themselves are in Sentry's list and in neither of the other two. Elastic has patterns for keys and tokens, and
#   whole names for passwords and secrets. The list is also about members of a dict with all but Sentry, which sends `{"password": ...}` as it is. A
#   header whose variable is called `header` is sent by all, and so is a pair in a list.
# Why it matters: `password` and `token` are what one tries out, and they are masked. The names that programs have say whose the key is.
set -euo pipefail
work=$(mktemp -d)
trap 'kill "$server" || true; rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq sentry-sdk==2.75.0 rollbar==1.5.0 honeybadger==1.3.0 elastic-apm==6.26.2
cat > receive.py <<'END'
import gzip
import http.server
import zlib
from pathlib import Path


class Received(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.protocol_version = "HTTP/1.1"
        body = b""
        if self.headers.get("Transfer-Encoding") == "chunked":
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        else:
            body = self.rfile.read(int(self.headers["Content-Length"]))
        unpack = {"gzip": gzip.decompress, "deflate": zlib.decompress}.get(self.headers.get("Content-Encoding", ""), bytes)
        with Path("received").open("ab") as file:
            file.write(unpack(body))
        self.send_response(202)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *values: object) -> None:
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Received)
print(server.server_address[1], flush=True)
server.serve_forever()
END
cat > values.py <<'END'
import random
import string

NAMES = (
    "password", "token", "api_key", "db_password", "SERVICE_TOKEN", "service_api_key", "webhook_secret",
    "settings password", "settings webhook_secret", "header", "pair",
)
chance = random.Random(157)
VALUES = {name: "".join(chance.choices(string.ascii_letters, k=32)) for name in NAMES}


def arguments() -> dict[str, object]:
    """What `order` is called with: no variable of another function has any of it."""
    settings = {name.removeprefix("settings "): value for name, value in VALUES.items() if " " in name}
    named = {name: value for name, value in VALUES.items() if " " not in name and name not in ("header", "pair")}
    return named | {"settings": settings, "header": f"Bearer {VALUES['header']}", "pairs": [("password", VALUES["pair"])]}
END
cat > report.py <<'END'
import os
import sys
from collections.abc import Callable
from pathlib import Path

import values

URL = f"http://127.0.0.1:{os.environ['PORT']}"


def order(password, token, api_key, db_password, SERVICE_TOKEN, service_api_key, webhook_secret, settings, header, pairs):
    raise ValueError("broken-order")


def of_sentry() -> Callable[[Exception], object]:
    import sentry_sdk

    sentry_sdk.init(dsn=URL.replace("//", "//public@") + "/1")
    return lambda error: (sentry_sdk.capture_exception(error), sentry_sdk.flush())


def of_rollbar() -> Callable[[Exception], object]:
    import rollbar

    rollbar.init("0" * 32, "production", endpoint=f"{URL}/api/1/", handler="blocking")
    return lambda error: rollbar.report_exc_info()


def of_honeybadger() -> Callable[[Exception], object]:
    from honeybadger import honeybadger

    honeybadger.configure(api_key="0" * 32, endpoint=URL, environment="production", force_sync=True, report_local_variables=True)
    return honeybadger.notify


def of_elastic() -> Callable[[Exception], object]:
    import elasticapm

    client = elasticapm.Client(service_name="shop", server_url=URL, central_config=False, cloud_provider="none")
    return lambda error: (client.capture_exception(), client.close())


LIBRARIES = {"sentry-sdk": of_sentry, "rollbar": of_rollbar, "honeybadger": of_honeybadger, "elastic-apm": of_elastic}
library = sys.argv[1]
report = LIBRARIES[library]()
try:
    order(**values.arguments())
except ValueError as error:
    report(error)
text = Path("received").read_text()
assert "broken-order" in text, f"Changed: {library} sends nothing."
print(f"{library} sends:", ", ".join(name for name, value in values.VALUES.items() if value in text))
END
env/bin/python receive.py > port &
server=$!
until [ -s port ]; do sleep 0.1; done
cat > expected <<'END'
sentry-sdk sends: db_password, SERVICE_TOKEN, service_api_key, webhook_secret, settings password, settings webhook_secret, header, pair
rollbar sends: token, api_key, db_password, SERVICE_TOKEN, service_api_key, webhook_secret, settings webhook_secret, header, pair
honeybadger sends: token, api_key, db_password, SERVICE_TOKEN, service_api_key, webhook_secret, settings webhook_secret, header, pair
elastic-apm sends: db_password, webhook_secret, settings webhook_secret, header, pair
END
for library in sentry-sdk rollbar honeybadger elastic-apm; do
    rm -f received
    env -i PATH="$PATH" HOME="$work" PORT="$(cat port)" env/bin/python report.py $library 2> log || { cat log >&2; exit 1; }
done | tee seen
diff expected seen >&2 || { echo "Changed: other variables are sent now." >&2; exit 1; }
