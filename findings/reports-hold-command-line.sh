#!/usr/bin/env bash
# Three of six libraries that report errors or traces send the command line of the program, with the password in it.
#
# Versions: sentry-sdk 2.75.0, rollbar 1.5.0, bugsnag 4.9.2, elastic-apm 6.26.2 (PyPI); @opentelemetry/sdk-node 0.223.0 with
#   @opentelemetry/api 1.9.1, @sentry/node 11.12.0 (npm).
# Expected: a report has the error and where it came about, a trace its spans. What could be secret is masked by its name (`password`) or asked
#   for, such as the addresses of users. The options of the program are seen by those who can list processes.
# Seen (2026-11-30): Sentry and Rollbar for Python send `sys.argv` with each error, and OpenTelemetry for Node `process.command_args` with each
#   batch of traces, although no span failed; all as a list of words, in which the value of `--password` has no name. Nobody asked for any.
#   Sentry for Node, Bugsnag and Elastic's agent do not. The lists of names to be masked are about members, and so do not apply.
# Why it matters: a program that is given its key as an option, by hand, by a scheduler or by the command of a container, has handed
#   it to the service that keeps reports, and to all who read them there.
set -euo pipefail
work=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server"; fi; rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

python3 -m venv env
env/bin/pip install -qq sentry-sdk==2.75.0 rollbar==1.5.0 bugsnag==4.9.2 elastic-apm==6.26.2
echo '{"private": true}' > package.json
npm install --loglevel=error @opentelemetry/sdk-node@0.223.0 @opentelemetry/api@1.9.1 @sentry/node@11.12.0 > npm.log

cat > receive.js <<'END'
const fs = require('fs');
const http = require('http');
const zlib = require('zlib');
const server = http.createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const body = Buffer.concat(parts);
    fs.appendFileSync('received', body.length && request.headers['content-encoding'] ? zlib.unzipSync(body) : body);
    response.writeHead(202, {'content-type': 'application/json'}).end('{}');
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
END
cat > report.py <<'END'
import os
from collections.abc import Callable

HOST = f"127.0.0.1:{os.environ['PORT']}"
URL = f"http://{HOST}"


def of_sentry() -> None:
    import sentry_sdk

    sentry_sdk.init(dsn=f"http://public@{HOST}/1")
    sentry_sdk.capture_exception(ValueError("broken-order"))
    sentry_sdk.flush()


def of_rollbar() -> None:
    import rollbar

    rollbar.init("0" * 32, "production", endpoint=f"{URL}/api/1/", handler="blocking")
    rollbar.report_message("broken-order")


def of_bugsnag() -> None:
    import bugsnag

    bugsnag.configure(api_key="0" * 32, endpoint=URL, session_endpoint=URL, asynchronous=False)
    bugsnag.notify(ValueError("broken-order"))


def of_elastic() -> None:
    import elasticapm

    client = elasticapm.Client(service_name="shop", server_url=URL, central_config=False, cloud_provider="none")
    client.capture_message("broken-order")
    client.close()


REPORTS: dict[str, Callable[[], None]] = {"sentry-sdk": of_sentry, "rollbar": of_rollbar, "bugsnag": of_bugsnag, "elastic-apm": of_elastic}
REPORTS[os.environ["LIBRARY"]]()
END
cat > report.js <<'END'
const host = `127.0.0.1:${process.env.PORT}`;

async function ofOpenTelemetry() {
  const {NodeSDK} = require('@opentelemetry/sdk-node');
  const {trace} = require('@opentelemetry/api');
  const sdk = new NodeSDK({serviceName: 'shop'});
  sdk.start();
  trace.getTracer('shop').startSpan('broken-order').end();
  await sdk.shutdown();
}

async function ofSentry() {
  const Sentry = require('@sentry/node');
  Sentry.init({dsn: `http://public@${host}/1`});
  Sentry.captureException(new Error('broken-order'));
  await Sentry.flush(5000);
}

process.env.OTEL_EXPORTER_OTLP_ENDPOINT = `http://${host}`;
process.env.OTEL_METRICS_EXPORTER = process.env.OTEL_LOGS_EXPORTER = 'none';
({'@opentelemetry/sdk-node': ofOpenTelemetry, '@sentry/node': ofSentry})[process.env.LIBRARY]();
END
node receive.js > port &
server=$!
until [ -s port ]; do sleep 0.1; done
password=$(python3 -c 'import random, string; print("".join(random.Random(107).choices(string.ascii_letters, k=32)))')

run() { # library, program
    rm -f received
    env -i PATH="$PATH" HOME="$work" PORT="$(cat port)" LIBRARY="$1" "${@:2}" --password "$password" > log 2>&1 || { cat log >&2; exit 1; }
    grep -qaF broken-order received || { echo "Changed: $1 sends nothing." >&2; cat log >&2; exit 1; }
    if grep -qaF -e "$password" received; then echo "$1: sent"; else echo "$1: not sent"; fi
}
cat > expected <<'END'
sentry-sdk: sent
rollbar: sent
bugsnag: not sent
elastic-apm: not sent
@opentelemetry/sdk-node: sent
@sentry/node: not sent
END
{
    for library in sentry-sdk rollbar bugsnag elastic-apm; do run $library env/bin/python report.py; done
    for library in @opentelemetry/sdk-node @sentry/node; do run $library node report.js; done
} | tee seen
diff expected seen >&2 || { echo "Changed: other reports hold the command line now." >&2; exit 1; }
