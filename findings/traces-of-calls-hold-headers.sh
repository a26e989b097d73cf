#!/usr/bin/env bash
# Three of nine libraries that trace the calls of models send the header with which a call is let through.
#
# Versions: openinference-instrumentation-openai 0.1.66, opentelemetry-instrumentation-openai 0.62.4 (OpenLLMetry), logfire 5.4.0, langfuse 5.2.0,
#   langsmith 0.15.1, opik 2.2.122, braintrust 0.48.1, posthog 7.91.1, sentry-sdk 2.75.0, openai 3.57.0 (PyPI).
# Expected: the trace of a call has the prompt, the answer and what the model was asked with, such as its name. Headers belong to the
#   connection, and tracers of HTTP record none unless told to.
# Seen (2026-12-01): OpenLLMetry, LangSmith and Opik take the arguments of `create` for what the model was asked with, and one of them is
#   `extra_headers`; LangSmith and Opik send `extra_query` as well, and Sentry with the address, of a span of its own. The same header, given to the client as
#   one of `default_headers`, is in none of the nine, nor is the API key.
# Why it matters: a gateway's key differs by customer or by call, so it is an argument of the call. Traces lie at another company, where
#   everybody who looks after prompts reads them, and no setting that hides prompts and answers was made for it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 UV_CACHE_DIR=$work/uv HOME=$work
export LANGSMITH_TRACING=true OPIK_URL_OVERRIDE=http://127.0.0.1:9/api

python3 -m venv env
env/bin/pip install -qq uv==0.13.8
env/bin/uv pip install -q --python env/bin/python openai==3.57.0 openinference-instrumentation-openai==0.1.66 \
    opentelemetry-instrumentation-openai==0.62.4 logfire==5.4.0 langfuse==5.2.0 langsmith==0.15.1 opik==2.2.122 braintrust==0.48.1 \
    posthog==7.91.1 sentry-sdk==2.75.0

cat > trace.py <<'END'
"""Traces one call of a model with a library and says which of its parts are in what the library would send."""

import os
import sys

import httpx
import openai

PARTS = {
    "prompt": "What is in the shop?",
    "api_key": "key-of-client",
    "default_headers": "key-of-gateway",
    "extra_headers": "key-of-this-call",
    "extra_query": "key-in-query",
}
ANSWER = {
    "id": "1",
    "object": "chat.completion",
    "created": 1,
    "model": "gpt-5",
    "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "Apples."}}],
    "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
}


def client(kind=None, **more):
    return (kind or openai.OpenAI)(
        api_key=PARTS["api_key"],
        base_url="http://127.0.0.1:9",
        default_headers={"X-Gateway": PARTS["default_headers"]},
        http_client=httpx.Client(transport=httpx.MockTransport(lambda request: httpx.Response(200, json=ANSWER))),
        **more,
    )


def call(client):
    client.chat.completions.create(
        model="gpt-5",
        messages=[{"role": "user", "content": PARTS["prompt"]}],
        extra_headers={"X-Gateway": PARTS["extra_headers"]},
        extra_query={"key": PARTS["extra_query"]},
    )


def spans():
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    exporter = InMemorySpanExporter()
    processor = SimpleSpanProcessor(exporter)
    provider = TracerProvider()
    provider.add_span_processor(processor)
    return exporter, processor, provider


def openinference():
    from openinference.instrumentation.openai import OpenAIInstrumentor

    exporter, _, provider = spans()
    OpenAIInstrumentor().instrument(tracer_provider=provider)
    call(client())
    return exporter.get_finished_spans()


def openllmetry():
    from opentelemetry.instrumentation.openai import OpenAIInstrumentor

    exporter, _, provider = spans()
    OpenAIInstrumentor().instrument(tracer_provider=provider)
    call(client())
    return exporter.get_finished_spans()


def logfire():
    import logfire

    exporter, processor, _ = spans()
    logfire.configure(send_to_logfire=False, console=False, additional_span_processors=[processor])
    traced = client()
    logfire.instrument_openai(traced)
    call(traced)
    return exporter.get_finished_spans()


def langfuse():
    import langfuse.openai
    from langfuse import Langfuse

    exporter, *_ = spans()
    tracer = Langfuse(public_key="pk-lf-shop", secret_key="sk-lf-shop", base_url="http://127.0.0.1:9", span_exporter=exporter)
    call(client())
    tracer.flush()
    return exporter.get_finished_spans()


def langsmith():
    import langsmith
    from langsmith.wrappers import wrap_openai

    sent = []

    class Client(langsmith.Client):
        def create_run(self, *arguments, **named):
            sent.append((arguments, named))

    call(wrap_openai(client(), tracing_extra={"client": Client(api_url="http://127.0.0.1:9", api_key="shop")}))
    return sent


def opik():
    from opik.integrations.openai import track_openai
    from opik.message_processing.streamer import Streamer

    sent = []
    Streamer.put = lambda self, message: sent.append(vars(message))
    call(track_openai(client()))
    return sent


def braintrust():
    import braintrust
    from braintrust import logger, test_helpers

    with logger._internal_with_memory_background_logger() as memory:
        test_helpers.init_test_logger("shop")
        call(braintrust.wrap_openai(client()))
        return memory.pop()


def posthog():
    import posthog
    from posthog.ai.openai import OpenAI

    sent = []
    hog = posthog.Posthog("shop", host="http://127.0.0.1:9", before_send=sent.append)
    call(client(OpenAI, posthog_client=hog))
    return sent


def sentry():
    import sentry_sdk

    sent = []
    sentry_sdk.init(
        dsn="http://shop@127.0.0.1:9/1",
        traces_sample_rate=1.0,
        send_default_pii=True,
        before_send_transaction=lambda event, hint: sent.append(event),
    )
    with sentry_sdk.start_transaction(name="shop"):
        call(client())
    return sent


name = sys.argv[1]
sent = globals()[name]()
text = "\n".join(each.to_json() if hasattr(each, "to_json") else repr(each) for each in sent)
print(f"{name}: {', '.join(part for part, value in PARTS.items() if value in text)}", flush=True)
os._exit(0)
END
cat > expected <<'END'
openinference: prompt
openllmetry: prompt, extra_headers
logfire: prompt
langfuse: prompt
langsmith: prompt, extra_headers, extra_query
opik: prompt, extra_headers, extra_query
braintrust: prompt
posthog: prompt
sentry: prompt, extra_query
END
for library in openinference openllmetry logfire langfuse langsmith opik braintrust posthog sentry; do
    env/bin/python trace.py $library 2> log || { cat log >&2; exit 1; }
done | tee seen
diff expected seen >&2 || { echo "Changed: traces of calls hold other arguments now." >&2; exit 1; }
