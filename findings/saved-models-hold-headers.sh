#!/usr/bin/env bash
# A model that a library for agents has written to a file is without the API key, and has the header by which its calls are let through.
#
# Versions: langchain-openai 1.7.4 with langchain-core 1.8.3, haystack-ai 3.4.1, autogen-ext 0.7.5, llama-index-llms-openai 0.8.3, smolagents 1.26.0,
#   all with openai 2.54.0 (PyPI).
# Expected: what is written so that the same agent can be loaded elsewhere has no secret in it. Each of the five knows which argument is one and
#   writes a variable's name, stars or nothing in its place, or does not write it at all.
# Seen (2026-12-01): four of five do so with `api_key`; LlamaIndex writes it, to JSON and to a pickle. `default_headers`, by which calls go through
#   a gateway with a key of its own, is a plain dict to all but smolagents, and is written with its values; of LangChain's model it is in the
#   `repr` too. smolagents writes neither.
# Why it matters: such files are made to be committed, shown in an editor and shared on a hub. Who tries whether the key is in them
#   tries it with the argument whose name says so.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 HAYSTACK_TELEMETRY_ENABLED=False

python3 -m venv env
env/bin/pip install -qq uv==0.13.8
UV_CACHE_DIR=$work/uv env/bin/uv pip install -q --python env/bin/python langchain-openai==1.7.4 langchain-core==1.8.3 haystack-ai==3.4.1 \
    'autogen-ext[openai]==0.7.5' llama-index-llms-openai==0.8.3 smolagents==1.26.0 openai==2.54.0

cat > save.py <<'END'
import contextlib
import io
import os
import pickle
import random
import string
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

warnings.simplefilter("ignore")
chance = random.Random(163)
KEY, HEADER = ("".join(chance.choices(string.ascii_letters, k=40)) for _ in range(2))
HEADERS = {"X-Gateway-Key": HEADER}


def of_langchain() -> Iterator[tuple[str, str]]:
    from langchain_core.load import dumps
    from langchain_openai import ChatOpenAI

    model = ChatOpenAI(model="gpt-4o", api_key=KEY, default_headers=HEADERS)
    yield "dumps", dumps(model)
    yield "repr", repr(model)


def of_haystack() -> Iterator[tuple[str, str]]:
    from haystack import Pipeline
    from haystack.components.generators.chat import OpenAIChatGenerator

    os.environ["OPENAI_API_KEY"] = KEY
    pipeline = Pipeline()
    pipeline.add_component("model", OpenAIChatGenerator(http_client_kwargs={"headers": HEADERS}))
    yield "dumps", pipeline.dumps()


def of_autogen() -> Iterator[tuple[str, str]]:
    from autogen_ext.models.openai import OpenAIChatCompletionClient

    model = OpenAIChatCompletionClient(model="gpt-4o", api_key=KEY, default_headers=HEADERS)
    yield "dump_component", model.dump_component().model_dump_json()


def of_llama_index() -> Iterator[tuple[str, str]]:
    from llama_index.llms.openai import OpenAI

    model = OpenAI(model="gpt-4o", api_key=KEY, default_headers=HEADERS)
    yield "to_json", model.to_json()
    yield "pickle", pickle.dumps(model).decode("latin-1")


def of_smolagents() -> Iterator[tuple[str, str]]:
    from smolagents import OpenAIModel, ToolCallingAgent

    model = OpenAIModel("gpt-4o", api_key=KEY, client_kwargs={"default_headers": HEADERS})
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        ToolCallingAgent(tools=[], model=model).save(folder)
        written = "".join(path.read_text() for path in Path(folder).rglob("*") if path.is_file())
    yield "save", written


for library in (of_langchain, of_haystack, of_autogen, of_llama_index, of_smolagents):
    for form, text in library():
        assert len(text) > 100, text
        print(f"{library.__name__[3:]} {form}: {'key' if KEY in text else 'no key'}, {'header' if HEADER in text else 'no header'}")
END
cat > expected <<'END'
langchain dumps: no key, header
langchain repr: no key, header
haystack dumps: no key, header
autogen dump_component: no key, header
llama_index to_json: key, header
llama_index pickle: key, header
smolagents save: no key, no header
END
env/bin/python save.py > seen 2> log || { cat log >&2; exit 1; }
cat seen
diff expected seen >&2 || { echo "Changed: other models are written with keys and headers now." >&2; exit 1; }
