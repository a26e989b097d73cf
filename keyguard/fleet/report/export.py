"""The tables of a store for other programs: as JSON lines, or as Parquet for analysis."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import islice
from typing import Any, BinaryIO, TextIO

from keyguard.errors import KeyguardError, install_command
from keyguard.fleet.report import words
from keyguard.fleet.report.jobs import service
from keyguard.fleet.store.reading import Held, Reader
from keyguard.model import Confidence, Severity
from keyguard.model.record import NamedTuple
from keyguard.report.masked import Shown

Row = dict[str, Any]

NO_PYARROW = (
    f"Parquet needs pyarrow, which is not installed; get it with {install_command('fleet')}, or "
    "take --format jsonl, which needs nothing."
)
_BATCH = 10_000
"""Rows of which a group of a Parquet file is made, and that are held in memory."""
_TEXT, _NUMBER, _TEXTS = "string", "int64", "list<string>"
"""Types of columns, by Arrow's names. Unknown values are null."""


class Table(NamedTuple):
    """A table: its columns with their types, and where its rows come from."""

    columns: dict[str, str]
    rows: Callable[[Reader], Iterator[Row]]


def _findings(reader: Reader) -> Iterator[Row]:
    return map(_finding, reader.held())


def _finding(held: Held) -> Row:
    return {
        "repository": held.source,
        **held._asdict(),
        "severity": Severity(held.severity).label,
        "confidence": Confidence(held.confidence).label,
        "via": json.loads(held.via),
        "refs": held.refs and json.loads(held.refs),
        "job": service(held.path),
    }


def _repositories(reader: Reader) -> Iterator[Row]:
    for each in reader.repositories():
        yield {"repository": each.source, **each._asdict()}


def _problems(reader: Reader) -> Iterator[Row]:
    for each in reader.problems():
        yield {"repository": each.source, **each._asdict()}


def _runs(reader: Reader) -> Iterator[Row]:
    for run in reader.runs():
        yield {**run._asdict(), **run.stamp._asdict()}


TABLES = {
    "findings": Table(
        {
            **dict.fromkeys(
                (
                    "repository", "network", "rule", "severity", "confidence", "digest", "kind",
                    "vendor", "redacted", "fingerprint", "environment", "surface",
                    "surface_reason", "job", "path",
                ),
                _TEXT,
            ),
            **dict.fromkeys(("line", "column", "end_line", "end_column", "occurrences"), _NUMBER),
            "via": _TEXTS,
            **dict.fromkeys(("commit", "author", "date", "state"), _TEXT),
            "refs": _TEXTS,
            **dict.fromkeys(
                (
                    "suppressed_by", "suppressed_reason", "first_seen", "last_seen", "message",
                    "fix",
                ),
                _TEXT,
            ),
        },
        _findings,
    ),
    "repositories": Table(
        {
            **dict.fromkeys(("repository", "network", "state", "reason", "head"), _TEXT),
            "size": _NUMBER,
            "run": _NUMBER,
            **dict.fromkeys(("first_read", "read"), _TEXT),
        },
        _repositories,
    ),
    "problems": Table(dict.fromkeys(("repository", "path", "message"), _TEXT), _problems),
    "runs": Table(
        {
            "number": _NUMBER,
            **dict.fromkeys(("began", "ended", "shard", "version", "rules", "settings"), _TEXT),
        },
        _runs,
    ),
}  # fmt: skip


def write_lines(table: Table, reader: Reader, stream: TextIO) -> None:
    """Writes one JSON object a line, in ASCII."""
    for row in _shown(table, reader):
        stream.write(json.dumps(row).replace("##", r"#\u0023") + "\n")


def write_parquet(table: Table, reader: Reader, stream: BinaryIO) -> None:
    """Writes a Parquet file (https://parquet.apache.org), compressed by zstd.

    Raises ``KeyguardError`` if pyarrow is not installed.
    """
    try:
        pyarrow, parquet = map(import_module, ("pyarrow", "pyarrow.parquet"))
    except ImportError as error:
        raise KeyguardError(NO_PYARROW) from error
    types = {_TEXT: pyarrow.string(), _NUMBER: pyarrow.int64(),
             _TEXTS: pyarrow.list_(pyarrow.string())}  # fmt: skip
    schema = pyarrow.schema([(name, types[type_]) for name, type_ in table.columns.items()])
    rows = _shown(table, reader)
    with parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        while batch := [*islice(rows, _BATCH)]:
            writer.write_batch(pyarrow.RecordBatch.from_pylist(batch, schema))


def _shown(table: Table, reader: Reader) -> Iterator[Row]:
    """Each row's columns, through the door that every text goes through."""
    show = words.shown()
    for row in table.rows(reader):
        yield {name: _value(row[name], show) for name in table.columns}


def _value(value: Any, show: Shown) -> Any:
    if isinstance(value, str):
        return show.raw(value) or None
    return [show.raw(each) for each in value] if isinstance(value, list) else value
