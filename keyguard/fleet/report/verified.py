"""The Gateway's verdicts on keys, as ``keyguard verify -f json`` wrote them.

A store has no values, so its keys are verified where they are found.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from keyguard.errors import KeyguardError
from keyguard.model.liveness import Liveness
from keyguard.report.json_report import SCHEMA


def read_verified(paths: Iterable[Path]) -> dict[str, tuple[str, str]]:
    """For each digest whether the key is alive, dead or unknown, and why; later files count.

    Raises ``KeyguardError`` if a file is no such document.
    """
    return {digest: said for path in paths for digest, said in _read(path).items()}


def _read(path: Path) -> dict[str, tuple[str, str]]:
    try:
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise KeyguardError(
            f"{path} can't be read ({error.strerror}); name what `keyguard verify -f json` wrote."
        ) from error
    except (ValueError, RecursionError) as error:
        raise KeyguardError(
            f"{path} is not JSON; name what `keyguard verify -f json` wrote."
        ) from error
    try:
        if document["schema"] != SCHEMA:
            raise ValueError
        return dict(_said(finding["credential"]) for finding in document["findings"]
                    if "liveness" in finding["credential"])  # fmt: skip
    except (ValueError, KeyError, TypeError) as error:
        raise KeyguardError(
            f"{path} is not a report of {SCHEMA!r}; name what `keyguard verify -f json` wrote."
        ) from error


def _said(credential: dict[str, Any]) -> tuple[str, tuple[str, str]]:
    said = Liveness(credential["liveness"]).value
    return str(credential["digest"]), (said, str(credential.get("liveness_reason", "")))
