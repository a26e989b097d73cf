"""Regular expressions that earlier runs have compiled, kept in the user's cache.

Python compiles an expression to a list of numbers, of which it makes a pattern in no time. Both
steps are CPython's own (``re._compiler``, ``_sre``), and no version has to know what another wrote:
so a file is for one Python alone, and a Python with other steps keeps nothing.
"""

from __future__ import annotations

import marshal
import os
import re
import struct
import sys
from contextlib import suppress
from importlib import import_module

from keyguard.model.digests import blake2b
from keyguard.storage.user_cache import cache_folder, read_kept, store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

KEPT_AS = ".re"
"""What the names of files end with that hold compiled expressions."""
LAYOUT = 2
"""Of a file's content; one that is laid out otherwise has another name."""
DIGEST = 32
"""Bytes in front of a file's content, which tell that it is whole."""
FEW = 8
"""Patterns; fewer new ones are not worth writing all of them again."""
MOST = 8 << 20
"""Bytes of such files that are kept: ten or more."""

SAMPLE = r"(?P<word>[a-z]+)\1?"
"""What both steps are tried on."""

Key = tuple[str | bytes, int]
"""The text of a pattern, and its flags."""
Form = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""What ``_sre.compile`` takes beside the text: all flags, the code, which is packed, and its
groups."""


class KeptPatterns:
    """Compiles patterns, or knows them. ``version`` is that of who asks: others ask for others."""

    def __init__(self, version: str) -> None:
        folder = cache_folder()
        described = repr((LAYOUT, version, sys.version, sys.implementation.cache_tag)).encode()
        name = blake2b(described, digest_size=DIGEST).hexdigest() + KEPT_AS
        self._path = os.path.join(folder, name) if folder else None
        self._forms = _load(self._path) if self._path else {}
        self._known = len(self._forms)
        self._steps = _steps()

    def compile(self, text: Any, flags: int) -> re.Pattern[Any]:
        """The pattern with this text."""
        if self._steps is None:
            return re.compile(text, flags)
        parser, compiler, engine = self._steps
        key = text, int(flags)
        form = self._forms.get(key)
        if form is None:
            form = self._forms[key] = _form(parser.parse(text, key[1]), compiler, key[1])
        return _pattern(engine, text, form)

    def keep(self) -> None:
        """Stores all of them for later runs, if several are new."""
        if self._path is not None and len(self._forms) - self._known >= FEW:
            content = marshal.dumps(self._forms)
            with suppress(OSError):
                store(self._path, _digest(content) + content, MOST)


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


def _load(path: str) -> dict[Key, Form]:
    """What is kept in a file; nothing if it can't be trusted or read."""
    with suppress(OSError):
        kept = read_kept(path) or b""
        content = kept[DIGEST:]
        if kept[:DIGEST] == _digest(content):
            forms: dict[Key, Form] = marshal.loads(content)  # noqa: S302  # as we wrote it
            return forms
    return {}


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=DIGEST).digest()
