"""Records of databases and property lists as lines of text, each value behind its name."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache

from keyguard.model.patterns import lazy_pattern

_PLAIN = lazy_pattern(r'[^"\\\x00-\x1f\x7f]*')


def row(fields: Iterable[tuple[str, object]]) -> bytes:
    """One record as an object on one line.

    Values are text, bytes or numbers. Text with quotes or several lines follows below, unchanged.
    """
    named: list[str] = []
    apart: list[bytes] = []
    for name, value in fields:
        if value is None:
            continue
        data = value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")
        text = data.decode("utf-8", "replace")
        if _PLAIN.fullmatch(text) and "\ufffd" not in text:
            named.append(f'{_quoted(name)}: "{text}"')
        else:
            apart += [f"{name}:".encode("utf-8", "replace"), data]
    line = f"{{{', '.join(named)}}}".encode("utf-8", "replace")
    return b"\n".join([line, *apart, b""])


@lru_cache(maxsize=1024)
def _quoted(name: str) -> str:
    """A name in quotes, which is asked for once a record."""
    return json.dumps(name, ensure_ascii=False)
