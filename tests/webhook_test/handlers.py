"""Handlers as real servers, and a test of one."""

from __future__ import annotations

from pathlib import Path

from tests.samples import webhook_secret
from tests.servers import Answer, Received, Reply
from tests.tools import Result, keyguard

SECRET = webhook_secret("webhook-test")
RIGHT = f"Bearer {SECRET}"
OK, NO = Reply(200), Reply(401)
ALL = [
    "no header", "empty header", "empty secret", "wrong secret", "undefined", "None", "null",
    "without the scheme", "right secret",
]  # fmt: skip


def run(url: str, cwd: Path, *options: str, env: dict[str, str] | None = None) -> Result:
    variables = {"WEBHOOK_SECRET": SECRET} if env is None else env
    result = keyguard("webhook-test", url, *options, cwd=cwd, env=variables)
    assert SECRET not in result.out + result.err
    return result


def failed(result: Result) -> list[str]:
    return [check["case"] for check in result.json["checks"] if check["result"] == "failed"]


def sound(call: Received) -> Reply:
    return OK if call.authorization == RIGHT else NO


def compares_with(unset: str) -> Answer:
    """A handler that runs without its secret, and was written in a careless language."""
    return lambda call: OK if (call.authorization or "") in (RIGHT, unset) else NO
