"""A leaked key, and what is done about it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from keyguard.fingerprint import digest
from keyguard.rotation.file import FILE_NAME
from tests.samples import production_key, staging_key
from tests.servers import Server
from tests.tools import Repository, Result, keyguard
from tests.verify.gateway import error

KEY, OTHER = production_key("rotation"), staging_key("rotation")
DIGEST = digest(KEY)
STEPS = ["revoked", "replaced", "environment-updated", "restarted", "history-cleaned"]
DEAD = error(401, "AUTH_001")


def rotation(
    repository: Repository, *arguments: str | Path, stdin: str = "", own_process: bool | None = None
) -> Result:
    result = keyguard(
        "rotation", *arguments, cwd=repository.path, stdin=stdin, own_process=own_process,
        env={"XDG_CACHE_HOME": str(repository.path.parent / "cache")},
    )  # fmt: skip
    assert KEY not in result.out + result.err
    return result


def kept(repository: Repository) -> list[dict[str, Any]]:
    return list(json.loads((repository.path / FILE_NAME).read_text())["rotations"])


def close(repository: Repository, server: Server, *options: str, stdin: str = "") -> Result:
    arguments = ("close", DIGEST[:8], "--by", "Ada", "--yes", "--host", server.url, *options)
    return rotation(repository, *arguments, stdin=stdin)


def mark(repository: Repository, of: str, step: str) -> Result:
    """As somebody else does, in a process of their own."""
    return rotation(repository, "mark", of, step, "--by", "Grace", own_process=True)


def start(repository: Repository) -> None:
    assert rotation(repository, "start", "--history", "--by", "Ada").code == 0
