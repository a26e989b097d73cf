"""A Gateway on the loopback that answers as its documentation says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from tests.servers import Answer, Received, Reply, Server
from tests.tools import Result, keyguard

HOST = "api.gateway.connexease.com"


def error(status: int, code: str, **params: object) -> Reply:
    """An error in the Gateway's envelope."""
    errors = {"code": code, "group": code.split("_")[0], "description": "...", "params": params}
    body = json.dumps({"isSuccess": False, "errors": errors}).encode()
    return Reply(status, body, {"Content-Type": "application/json"})


NOT_FOUND = error(401, "AUTH_001")
NO_MESSAGE = error(400, "VALID_001")
"""What a key that works gets for an empty body."""


def gateway(keys: Mapping[str, Reply], otherwise: Reply = NOT_FOUND) -> Answer:
    """Answers by key; a key that it does not know gets ``otherwise``."""

    def answer(call: Received) -> Reply:
        scheme, _, key = (call.authorization or "").partition(" ")
        return keys.get(key, otherwise) if scheme == "Bearer" else error(401, "AUTH_003")

    return answer


def sent(server: Server, *keys: str) -> list[str]:
    """Which of these keys arrived, in order; what was made up by keyguard is left out."""
    arrived = [call.headers.get("Authorization", "").partition(" ")[2] for call in server.received]
    return [key for key in arrived if key in keys]


def verify(
    server: Server | str, folder: Path, *options: str | Path, env: Mapping[str, str] | None = None
) -> Result:
    """Runs ``verify`` in a folder, with a cache of the folder's own beside it."""
    host = server if isinstance(server, str) else server.url
    cache = {"XDG_CACHE_HOME": str(folder.parent / f"{folder.name}-cache")}
    return keyguard(
        "verify", "--host", host, *options, cwd=folder, env={**cache, **(env or {})}
    )  # fmt: skip


def liveness(result: Result) -> list[str | None]:
    """Of each finding, in the order of the report."""
    return [finding["credential"].get("liveness") for finding in result.json["findings"]]
