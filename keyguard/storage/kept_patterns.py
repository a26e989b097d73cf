"""Regular expressions that earlier runs have compiled, kept in the user's cache.

Python compiles an expression to a list of numbers, and makes a pattern of that in no time. Both
steps are CPython's own (``re._compiler``, ``_sre``), and no version has to understand what another
one wrote: so a file is for one Python only, and a Python with other steps keeps nothing.
"""

from __future__ import annotations

import marshal
import os
import re
import struct
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module

from keyguard.model.digests import blake2b
from keyguard.storage.user_cache import cache_folder, read_kept, store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

KEPT_AS = ".re"
"""The ending of the names of files with compiled expressions."""
LAYOUT = 3
"""The layout of a file's content; another layout has another name."""
DIGEST = 16
"""Bytes of the digests of patterns, and of parts of a file."""
FEW = 8
"""Patterns; fewer new ones are not worth writing all of them again."""
MOST = 8 << 20
"""Bytes of such files that are kept: two of them, or three."""

SAMPLE = r"(?P<word>[a-z]+)\1?"
"""The expression on which both steps are tried."""

Key = bytes
"""The digest of a pattern's text and flags."""
Form = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""The arguments of ``_sre.compile`` beside the text: all flags, the packed code, and its groups."""
Index = dict[Key, tuple[int, int, bytes]]
"""For each pattern where its form begins behind the index, how long it is, and its digest."""
_SIZE = struct.Struct("<Q")
"""That of the index, behind its digest and in front of it."""


class KeptPatterns:
    """Compiles patterns, or takes them from the cache.

    ``version`` is the caller's: other versions ask for other patterns. A run reads the index of the
    file, and the few patterns that it needs.
    """

    def __init__(self, version: str) -> None:
        folder = cache_folder()
        described = repr((LAYOUT, version, sys.version, sys.implementation.cache_tag)).encode()
        name = blake2b(described, digest_size=2 * DIGEST).hexdigest() + KEPT_AS
        self._path = os.path.join(folder, name) if folder else None
        self._index, self._parts = _load(self._path) if self._path else ({}, memoryview(b""))
        self._is_damaged = False
        self._new: dict[Key, bytes] = {}
        self._steps = _steps()

    def compile(self, text: Any, flags: int) -> re.Pattern[Any]:
        """The pattern with this text."""
        if self._steps is None:
            return re.compile(text, flags)
        parser, compiler, engine = self._steps
        key = _key(text, int(flags))
        part = self._new.get(key) or self._known(key)
        if part is None:
            form = _form(parser.parse(text, int(flags)), compiler, int(flags))
            self._new[key] = marshal.dumps(form)
        else:
            form = marshal.loads(part)  # noqa: S302  # as we wrote it
        return _pattern(engine, text, form)

    def keep(self) -> None:
        """Stores all patterns for later runs, if several are new."""
        if self._path is None or (len(self._new) < FEW and not self._is_damaged):
            return
        known = {key: part for key in [*self._index] if (part := self._known(key)) is not None}
        with suppress(OSError):
            store(self._path, _content(known | self._new), MOST)

    def _known(self, key: Key) -> memoryview | bytes | None:
        """What the file has for a pattern; None for nothing, or if that is damaged."""
        if key not in self._index:
            return None
        start, length, digest = self._index[key]
        part = self._parts[start : start + length]
        if _digest(part) == digest:
            return part
        del self._index[key]
        self._is_damaged = True
        return None


def _key(text: str | bytes, flags: int) -> Key:
    written = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return _digest(b"%s %d " % (type(text).__name__.encode(), flags) + written)


def _steps() -> tuple[ModuleType, ModuleType, ModuleType] | None:
    """The modules that parse an expression, make code of it, and make a pattern of that; None if
    they are not as they were when this was written."""
    if sys.implementation.name != "cpython":
        return None
    try:
        parser, compiler, engine = map(import_module, ("re._parser", "re._compiler", "_sre"))
        form = _form(parser.parse(SAMPLE, 0), compiler, 0)
        is_same = _pattern(engine, SAMPLE, form) == re.compile(SAMPLE)
    except (ImportError, AttributeError, TypeError, ValueError, RuntimeError, struct.error):
        return None
    return (parser, compiler, engine) if is_same else None


def _form(parsed: Any, compiler: Any, flags: int) -> Form:
    state = parsed.state
    names: list[str | None] = [None] * state.groups
    for name, number in state.groupdict.items():
        names[number] = name
    numbers = compiler._code(parsed, flags)
    code = struct.pack(f"{len(numbers)}I", *numbers)
    return flags | state.flags, code, state.groups - 1, state.groupdict, tuple(names)


def _pattern(engine: Any, text: Any, form: Form) -> re.Pattern[Any]:
    flags, code, *groups = form
    numbers = memoryview(code).cast("I").tolist()
    made: re.Pattern[Any] = engine.compile(text, flags, numbers, *groups)
    return made


def _content(parts: Mapping[Key, memoryview | bytes]) -> bytes:
    """A file with the forms of these patterns."""
    index: Index = {}
    end = 0
    for key in sorted(parts):
        index[key] = end, len(parts[key]), _digest(parts[key])
        end += len(parts[key])
    described = marshal.dumps(index)
    beginning = _digest(described) + _SIZE.pack(len(described)) + described
    return beginning + b"".join(parts[key] for key in index)


def _load(path: str) -> tuple[Index, memoryview]:
    """The index of a file, and what is behind it; nothing if it can't be trusted or read."""
    with suppress(OSError, struct.error):
        kept = memoryview(read_kept(path) or b"")
        (size,) = _SIZE.unpack_from(kept, DIGEST)
        start = DIGEST + _SIZE.size
        described = kept[start : start + size]
        if kept[:DIGEST] == _digest(described):
            index: Index = marshal.loads(described)  # noqa: S302  # as we wrote it
            return index, kept[start + size :]
    return {}, memoryview(b"")


def _digest(content: memoryview | bytes) -> bytes:
    return blake2b(content, digest_size=DIGEST).digest()
