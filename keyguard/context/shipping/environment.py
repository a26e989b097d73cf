"""Which names of a configuration hold environment variables, and with which prefixes."""

from __future__ import annotations

from collections.abc import Iterable

from keyguard.context.shipping.declarations import Range, entries
from keyguard.context.shipping.values import Values

MOST_NAMES = 3
"""Names that are followed to the environment that they stand for."""
LOAD_ENV, _VITE_PREFIX, _RSBUILD_PREFIX = "loadEnv", "VITE_", "PUBLIC_"
_FILES = ("dotenv", "@next/env", "dotenv-flow", "dotenv-expand", "dotenv-safe", "@dotenvx/dotenvx")
"""Packages whose functions return the variables of an env file."""

Prefixes = tuple[str, ...]
"""Prefixes of environment variables; the empty one stands for all variables."""
ALL: Prefixes = ("",)


class Environments:
    """Finds the names in one script that stand for environment variables."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._script = values.script
        self._known = values.declarations
        self._prefixes: dict[str, Prefixes | None] = {}

    def prefixes_of(self, name: str) -> Prefixes | None:
        """The prefixes of the environment variables that a name holds; None if it holds none."""
        if name not in self._prefixes:
            self._prefixes[name] = self._find_prefixes(name)
        return self._prefixes[name]

    def _find_prefixes(self, name: str) -> Prefixes | None:
        if name in self._known.picked:
            member, source = self._known.picked[name]
            found = self.environment_of(source)
            if found is not None and member in ("parsed", "publicVars", "rawPublicVars"):
                return ALL if member == "parsed" else found
            return None
        return self._first_environment(self._known.values.get(name, ()), MOST_NAMES)

    def _first_environment(self, values: Iterable[Range], names: int) -> Prefixes | None:
        found = (self.environment_of(value, names) for value in values)
        return next((prefixes for prefixes in found if prefixes is not None), None)

    def environment_of(self, value: Range, names: int = MOST_NAMES) -> Prefixes | None:
        """The prefixes of the value of a name: ``process.env``, ``loadEnv(...)``, ``{...either}``.

        ``names`` are the names that may be followed to it.
        """
        script = self._script
        start = value.start + (script.word(value.start) == "await")
        if script.is_sign(start, "{"):
            closed = min(script.partner[start], value.end)
            spread = (
                Range(entry.start + 1, entry.end)
                for entry in entries(script, start, closed)
                if script.is_sign(entry.start, "...") and not script.is_sign(entry.start + 1, "{")
            )
            return self._first_environment(spread, names)
        for index in range(start, min(start + 4, value.end)):
            if script.word(index) == "env" and script.word(index - 2) == "process":
                follows = script.is_sign(index + 1, ".", "?.", "[") and index + 1 < value.end
                return None if follows else ALL
            if script.word(index) == LOAD_ENV and script.is_sign(index + 1, "("):
                return self.loaded(index + 1)
            if self._known.modules.get(script.word(index)) in _FILES:
                return ALL
        word = script.word(start) if start + 1 >= value.end else ""
        return (
            self._first_environment(self._known.values.get(word, ()), names - 1) if names else None
        )

    def file_read(self, index: int) -> int | None:
        """The last token of ``dotenv.config().parsed`` and the like; None for anything else."""
        script, last, is_called = self._script, index, False
        if script.word(index) == "require" and script.is_sign(index + 1, "("):
            last = min(script.partner[index + 1], len(script.tokens) - 1)
            module = script.tokens[min(index + 2, last)].value
        else:
            module = self._known.modules.get(script.word(index), "")
        if module not in _FILES:
            return None
        while script.tokens[last].text != "parsed":
            if script.is_sign(last + 1, ".") and script.word(last + 2):
                last += 2
            elif script.is_sign(last + 1, "(") and script.partner[last + 1] < len(script.tokens):
                last, is_called = script.partner[last + 1], True
            else:
                break
        return last if is_called else None

    def loaded(self, opened: int) -> Prefixes:
        """The prefixes of ``loadEnv(mode, folder, prefixes)`` of Vite, or of Rsbuild's with one
        object."""
        script = self._script
        arguments = list(entries(script, opened, script.partner[opened]))
        if len(arguments) > 2:
            return tuple(self._values.strings(arguments[2])) or ALL
        if arguments and script.is_sign(arguments[0].start, "{"):
            given = list(self._values.below(arguments[0], ["prefixes"]))
            return tuple(each for found in given for each in self._values.strings(found)) or (
                _RSBUILD_PREFIX,
            )
        return (_VITE_PREFIX,) if len(arguments) == 2 else (_RSBUILD_PREFIX,)
