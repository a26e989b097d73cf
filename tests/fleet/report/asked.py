"""A report of a store, in each format, and what of it is looked at."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema

from keyguard.fingerprint import digest
from tests.fleet.report.fleet import VALUES
from tests.tools import Result, keyguard

FORMATS = ("text", "json", "csv", "html")
SCHEMA = json.loads((Path(__file__).parent / "report-schema.json").read_text("utf-8"))


def report(store: Path, *options: str | Path) -> Result:
    result = keyguard("fleet", "report", store, *options, cwd=store.parent)
    assert not any(value in result.out + result.err for value in VALUES)
    return result


def document(store: Path, *options: str | Path) -> Any:
    found = report(store, "-f", "json", *options).json
    jsonschema.validate(found, SCHEMA)
    return found


def named(found: Any, value: str) -> Any:
    """The credential of this value."""
    (credential,) = (each for each in found["credentials"] if each["digest"] == digest(value))
    return credential
