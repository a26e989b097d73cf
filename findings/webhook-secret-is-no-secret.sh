#!/usr/bin/env bash
# Error trackers hide a variable called `secret` and send one called `webhook_secret`.
#
# Versions: sentry-sdk 2.75.0, rollbar 1.5.0, elastic-apm 6.26.2 (PyPI).
# Expected: what they send of the variables of a function that failed has been scrubbed. All three hide `secret`, so a name that
#   has the word in it is hidden as well; and if one hides `api_key`, it hides it in a dictionary and behind a prefix.
# Seen (2026-11-30): `webhook_secret`, and `WEBHOOK_SECRET`, leave in clear with all three. Sentry and Rollbar compare whole names: of Sentry's
#   list `api_key` is hidden and `gateway_api_key` sent, and only the variable itself is looked at, so that `headers` with
#   `Authorization` in it is sent, though `authorization` alone is hidden. Rollbar looks into the dictionary, and hides neither
#   `api_key` nor `token`. Elastic hides what ends with `key` or has `token` or `auth` in it, but `secret` as a whole name only.
# Why it matters: the handler of a webhook has the secret in such a variable, and the client of an API its key in `headers`. The
#   first exception there sends it to a third party, where everyone on the team reads it; and no two trackers hide the same.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq sentry-sdk==2.75.0 rollbar==1.5.0 elastic-apm==6.26.2

cat > send.py <<'PY'
import json
import sys

import elasticapm
import rollbar
import sentry_sdk
from elasticapm.transport.base import Transport

VALUE = "plain-value"
CASES = {
    "secret": VALUE,
    "webhook_secret": VALUE,
    "WEBHOOK_SECRET": VALUE,
    "api_key": VALUE,
    "gateway_api_key": VALUE,
    "token": VALUE,
    "authorization": VALUE,
    "headers": {"Authorization": VALUE},
    "settings": {"api_key": VALUE},
}


def fail(name: str) -> tuple:
    """An exception in a function with one variable."""
    scope: dict = {"VALUE": CASES[name]}
    exec(f"def handler():\n    {name} = VALUE\n    return 1 / 0\n", scope)
    try:
        scope["handler"]()
    except ZeroDivisionError:
        return sys.exc_info()
    raise AssertionError


def sentry(error: tuple) -> dict:
    sent: list = []
    client = sentry_sdk.Client(dsn="http://a@127.0.0.1:9/1", before_send=lambda event, hint: sent.append(event))
    with sentry_sdk.new_scope() as scope:
        scope.set_client(client)
        sentry_sdk.capture_exception(error)
    return sent[0]["exception"]["values"][0]["stacktrace"]["frames"][-1]["vars"]


def rollbar_locals(error: tuple) -> dict:
    sent: list = []
    rollbar.send_payload = lambda payload, token: sent.append(payload)
    rollbar.report_exc_info(error)
    return sent[0]["data"]["body"]["trace"]["frames"][-1]["locals"]


class Kept(Transport):
    """Sends nothing, and keeps what it would send."""

    sent: list = []

    def queue(self, event_type: str, data: dict, flush: bool = False) -> None:
        self.sent.append(self._process_event(event_type, data))

    def start_thread(self, pid: int | None = None) -> None: ...
    def close(self) -> None: ...


def elastic(error: tuple) -> dict:
    settings = {"SERVICE_NAME": "shop", "TRANSPORT_CLASS": "send.Kept", "METRICS_INTERVAL": "0ms"}
    client = elasticapm.Client(settings | {"CENTRAL_CONFIG": False, "CLOUD_PROVIDER": "none"})
    client.capture_exception(exc_info=error)
    client.close()
    return sys.modules["send"].Kept.sent[-1]["exception"]["stacktrace"][-1]["vars"]


def main() -> None:
    rollbar.init("token", environment="test", handler="blocking")
    for name in CASES:
        answers = []
        for tool, asked in (("sentry", sentry), ("rollbar", rollbar_locals), ("elastic", elastic)):
            variables = asked(fail(name))
            assert name in variables, (tool, name, variables)
            answers.append(f"{tool} {'sends' if VALUE in json.dumps(variables[name], default=str) else 'hides'}")
        print(f"{name}:", *answers)


if __name__ == "__main__":
    import send

    send.main()
PY
cat > expected <<'END'
secret: sentry hides rollbar hides elastic hides
webhook_secret: sentry sends rollbar sends elastic sends
WEBHOOK_SECRET: sentry sends rollbar sends elastic sends
api_key: sentry hides rollbar sends elastic hides
gateway_api_key: sentry sends rollbar sends elastic hides
token: sentry hides rollbar sends elastic hides
authorization: sentry hides rollbar hides elastic hides
headers: sentry sends rollbar hides elastic hides
settings: sentry sends rollbar sends elastic hides
END
env/bin/python send.py 2> log | tee seen || { cat log >&2; exit 1; }
diff expected seen >&2 || { echo "Changed: other variables are hidden now." >&2; exit 1; }
