#!/usr/bin/env bash
# A web framework publishes the key of the server as the default of a parameter that no route has.
#
# Versions: fastapi 0.165.0, litestar 2.25.0 (PyPI).
# Expected: a route asks for a client by dependency injection, and the function that makes the client takes its key from the
#   environment, as the default of an argument, so that tests can give another. That argument is the program's own affair.
# Seen (2026-11-30): the argument becomes a parameter of the query of each route that uses the client, however far down: described in
#   `/openapi.json` and on the page `/docs`, with its default, which is the value. In FastAPI so do the arguments of a class's `__init__`
#   and the fields of a dataclass; a model that is the default of a parameter is published with all its values, without those of type `SecretStr`.
#   Litestar does the same. A default that is read within the function, or a default of type `SecretStr`, is not shown.
# Why it matters: `os.environ["KEY"]` is right by all rules, and no file of the repository holds the key. The description has it: it is public
#   unless switched off, and is committed, given to generators of clients and to agents.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq fastapi==0.165.0 litestar==2.25.0

cat > describe.py <<'END'
import json
import os
from dataclasses import dataclass
from typing import Any

from fastapi import Depends, FastAPI
from litestar import Litestar, get
from litestar.di import Provide
from pydantic import BaseModel, SecretStr

KEY = os.environ["SERVICE_KEY"]


def make_client(key: str = KEY) -> str:
    return key


def make_service(client: str = Depends(make_client)) -> str:
    return client


def make_hidden(key: SecretStr = SecretStr(KEY)) -> str:
    return key.get_secret_value()


def make_later(key: str | None = None) -> str:
    return key or KEY


class Client:
    def __init__(self, key: str = KEY) -> None:
        self.key = key


@dataclass
class Settings:
    key: str = KEY


class Model(BaseModel):
    key: str = KEY
    hidden: SecretStr = SecretStr(KEY)


def shown(framework: str, case: str, description: dict[str, Any]) -> None:
    text = json.dumps(description)
    print(f"{framework}, {case}:", "published" if KEY in text else "not published")


def of_fastapi(case: str, default: Any, annotation: Any = Any) -> None:
    app = FastAPI()

    @app.post("/orders")
    def route(given: annotation = default) -> None: ...

    shown("fastapi", case, app.openapi())


def of_litestar(case: str, provider: Any) -> None:
    @get("/orders", sync_to_thread=False)
    def route(given: str) -> None: ...

    app = Litestar([route], dependencies={"given": Provide(provider, sync_to_thread=False)})
    shown("litestar", case, app.openapi_schema.to_schema())


of_fastapi("function", Depends(make_client))
of_fastapi("function of a function", Depends(make_service))
of_fastapi("class", Depends(Client))
of_fastapi("dataclass", Depends(Settings))
of_fastapi("model as a default", Model(), Model)
of_fastapi("function with SecretStr", Depends(make_hidden))
of_fastapi("function that reads it", Depends(make_later))
of_litestar("function", make_client)
of_litestar("function that reads it", make_later)
END
cat > expected <<'END'
fastapi, function: published
fastapi, function of a function: published
fastapi, class: published
fastapi, dataclass: published
fastapi, model as a default: published
fastapi, function with SecretStr: not published
fastapi, function that reads it: not published
litestar, function: published
litestar, function that reads it: not published
END
SERVICE_KEY=$(python3 -c 'import random, string; print("".join(random.Random(83).choices(string.ascii_letters, k=32)))')
SERVICE_KEY=$SERVICE_KEY env/bin/python describe.py | tee seen
diff expected seen >&2 || { echo "Changed: other defaults are published now." >&2; exit 1; }
