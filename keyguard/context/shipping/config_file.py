"""What one configuration file of a build tool puts into the bundle."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from keyguard.context.shipping import toml_file
from keyguard.context.shipping.declarations import Declarations, Range, entries
from keyguard.context.shipping.published import Collector, Published
from keyguard.context.shipping.row import NEWEST, BuildTool, Holds, Plugin, Version
from keyguard.context.shipping.script import KEPT, script_of
from keyguard.context.shipping.values import Values
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

MOST_ROOTS = 64
"""Configurations in one file, and calls of one plugin, that are looked at."""
MOST_AROUND = 32
"""Brackets around a plugin that are looked at; people nest a dozen."""
_SERVER_CHECK = ("isServer", "ssr", "isSsr", "isSSR", "ssrBuild")
_CHAINED = lazy_pattern(r"define|environment|dotenv", re.IGNORECASE)
"""What webpack-chain calls the plugins: https://cli.vuejs.org/guide/webpack.html"""


class Shipped(NamedTuple):
    """What one section of a file ships."""

    tool: BuildTool
    section: str
    published: Published


def shipped_by(tool: BuildTool, name: str, text: str, version: Version | None) -> list[Shipped]:
    """What a configuration of this name ships; of an unknown version, what any version would."""
    if name.endswith(".toml"):
        return [Shipped(tool, *found) for found in toml_file.sections_of(tool, text)]
    return _Reading(tool, Values(_declarations(text)), version).shipped()


@lru_cache(maxsize=KEPT)
def _declarations(text: str) -> Declarations:
    return Declarations(script_of(text))


class _Reading:
    """One file read for one tool."""

    def __init__(self, tool: BuildTool, values: Values, version: Version | None) -> None:
        self._tool = tool
        self._values = values
        self._script = values.script
        self._version = version

    def shipped(self) -> list[Shipped]:
        """What all of its sections and plugins ship."""
        return [*self._sections(), *self._plugins()]

    def _sections(self) -> Iterator[Shipped]:
        objects = [each for each in self._objects() if not self._is_for_server(each)]
        for section in self._tool.sections:
            if self._version and not section.since <= self._version <= section.until:
                continue
            path = section.path.split(".") if section.path else []
            found = [value for each in objects for value in self._values.below(each, path)]
            if objects and "*" not in path and path:
                found += self._values.assigned(section.path)
            for value in dict.fromkeys(found):
                yield self._shipped(value, section.path, section.holds)

    def _objects(self) -> Iterator[Range]:
        """The objects that are configurations: exported, or given to a function of the tool."""
        constants = (self._values.declarations.values[name] for name in self._tool.exports)
        named = [value for values in constants for value in values]
        roots = named if self._tool.exports else [*self._values.roots(), *self._given()]
        for root in roots[:MOST_ROOTS]:
            for value in self._values.meanings(root):
                if self._script.is_sign(value.start, "["):
                    for entry in entries(self._script, value.start, self._closing(value.start)):
                        yield from self._values.meanings(entry)
                else:
                    yield value

    def _given(self) -> Iterator[Range]:
        script, modules = self._script, self._values.declarations.modules
        for name in self._tool.calls:
            head, _, last = name.rpartition(".")
            for index in self._calls(last):
                owner = script.word(index - 2) if script.is_sign(index - 1, ".") else last
                imported = modules.get(owner) in self._tool.packages
                if owner == head if head else imported:
                    yield from self._argument(index + 1, 0)

    def _plugins(self) -> Iterator[Shipped]:
        for plugin in self._tool.plugins:
            for given in islice(self._given_to(plugin), MOST_ROOTS):
                yield from self._of_plugin(plugin, given)
        for index in self._calls("tap"):
            if self._is_chained(index):
                for argument in self._argument(index + 1, 0):
                    yield self._shipped(argument, "plugin('define')", Holds.VALUES)

    def _of_plugin(self, plugin: Plugin, given: Range | None) -> Iterator[Shipped]:
        if plugin.holds is Holds.REFERENCED or given is None:
            referenced = plugin.holds in (Holds.REFERENCED, Holds.NAMES)
            yield Shipped(self._tool, plugin.call, Published(referenced=referenced))
            return
        path = plugin.path.split(".") if plugin.path else []
        for value in self._values.below(given, path):
            yield self._shipped(value, plugin.call, plugin.holds)

    def _given_to(self, plugin: Plugin) -> Iterator[Range | None]:
        """What a plugin is given, wherever it is called; None if that is nothing."""
        script, modules = self._script, self._values.declarations.modules
        for index, token in enumerate(script.tokens):
            named = token.value == plugin.call
            if plugin.module:
                named = modules.get(token.text) == plugin.module
            if not named or self._is_in_server_part(index):
                continue
            if token.kind == "string":
                if script.is_sign(index - 1, "[") and "-" in plugin.call:
                    rest = Range(index + 2, min(script.partner[index - 1], len(script.tokens)))
                    yield rest if rest.start < rest.end else None
                elif "-" in plugin.call:
                    yield None
            elif script.is_sign(index + 1, "("):
                if script.word(index - 1) != "function":
                    yield next(self._argument(index + 1, plugin.argument), None)
            elif script.is_sign(index + 1, ",") and script.is_sign(index + 2, "["):
                yield next(self._argument(index + 2, plugin.argument), None)

    def _calls(self, name: str) -> Iterator[int]:
        """Where a function is called that has this name, by the numbers of the tokens."""
        script = self._script
        for index, token in enumerate(script.tokens):
            if token.text == name and token.kind == "word" and script.is_sign(index + 1, "("):
                yield index

    def _argument(self, opened: int, number: int) -> Iterator[Range]:
        arguments = list(entries(self._script, opened, self._closing(opened)))
        yield from arguments[number : number + 1]

    def _is_chained(self, index: int) -> bool:
        """Whether a call changes what a plugin is given: ``.plugin("define").tap(...)``."""
        script, closed = self._script, index - 2
        if not script.is_sign(closed, ")"):
            return False
        opened = script.partner[closed]
        if script.word(opened - 1) != "plugin" or opened + 1 >= closed:
            return False
        named = script.tokens[opened + 1]
        return named.kind == "string" and bool(_CHAINED.search(named.value))

    def _shipped(self, value: Range, section: str, holds: Holds) -> Shipped:
        published = Collector(self._values).published(value, holds, self._tool.prefixes)
        if "" in published.prefixes and not self._ships_whole(holds):
            published = published._replace(
                prefixes=tuple(filter(None, published.prefixes)), referenced=True
            )
        return Shipped(self._tool, section, published)

    def _ships_whole(self, holds: Holds) -> bool:
        """Whether an environment that is given as a whole ships as a whole."""
        if holds is Holds.NAMES:
            return False
        since = self._tool.whole_since
        return since != NEWEST and (self._version is None or self._version >= since)

    def _is_for_server(self, given: Range) -> bool:
        """Whether a configuration says that what is built of it runs on servers."""
        return any(
            self._is_always(pattern, self._values.below(given, path.split(".")))
            for path, pattern in self._tool.unless.items()
        )

    def _is_always(self, pattern: str, members: Iterator[Range]) -> bool:
        words = [
            token.value
            for member in members
            for value in self._values.meanings(member)
            for token in self._script.tokens[value.start : value.end]
            if token.kind in ("string", "word")
        ]
        return bool(words) and any(re.fullmatch(pattern, words[0]) for _ in words)

    def _is_in_server_part(self, index: int) -> bool:
        script = self._script
        for _ in range(MOST_AROUND):
            opened = script.parent[index]
            if opened < 0:
                break
            is_object = script.is_sign(opened, "{") and not script.is_sign(opened - 1, ")", "=>")
            whole = Range(opened, min(self._closing(opened) + 1, len(script.tokens)))
            if is_object and self._is_for_server(whole):
                return True
            if self._is_behind_check(opened) or self._is_behind_check(index):
                return True
            index = opened
        return False

    def _is_behind_check(self, index: int) -> bool:
        """Whether an assignment only counts where the server is built: ``if (isServer) {``."""
        script, before = self._script, index - 1
        if script.word(before) == "new":
            before -= 1
        while script.is_sign(before, ".") or script.is_sign(before + 1, "."):
            before -= 1
        if script.is_sign(before, "&&", "?"):
            return script.word(before - 1) in _SERVER_CHECK and not self._is_negated(before - 1)
        if script.is_sign(before, ")"):
            opened = script.partner[before]
            last = script.word(before - 1) in _SERVER_CHECK and not self._is_negated(before - 1)
            return script.word(opened - 1) == "if" and last
        return False

    def _is_negated(self, index: int) -> bool:
        script = self._script
        while script.is_sign(index - 1, "."):
            index -= 2
        return script.is_sign(index - 1, "!")

    def _closing(self, opened: int) -> int:
        return min(self._script.partner[opened], len(self._script.tokens))
