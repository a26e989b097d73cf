"""What the sections of a configuration put into a bundle: parts of the file, and variables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from keyguard.context.shipping.declarations import Range, function_end
from keyguard.context.shipping.environment import ALL, LOAD_ENV, Environments, Prefixes
from keyguard.context.shipping.row import Holds
from keyguard.context.shipping.script import Token
from keyguard.context.shipping.values import Values
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

_VARIABLE = lazy_pattern(r"[A-Za-z_]\w{0,200}")
_FILTER = lazy_pattern(r"\^\(?\??:?([A-Z][A-Z0-9_]*_)")
_CLIENT = (("context", "client"), ("public", "true"))
"""What marks a variable of a schema: Astro's, and that of SvelteKit 3."""
MOST_PARTS = 400
"""Parts of a file that one section may refer to, directly or through others."""
_FILLED_IN = lazy_pattern(r"(?<!\\)(?:\\\\)*\$\{([^{}`]{1,500})")
"""What a template literal fills in, without the literals in that, which are found as well."""
_NAME = lazy_pattern(
    r"(?<![\w$.])(!?)([\w$]{1,200}(?:\??\.[\w$]{1,200}|(?:\?\.)?\[['\"][\w$]{1,200}['\"]\]){0,8})"
    r"\s*(\?[^.?]|&&|===?|!==?|)"
)
"""A name in code with its members, and what says that it is only tested: ``process.env.KEY ?``."""
_PART = lazy_pattern(r"[\w$]+")
_TESTS = ("?", "&&", "===", "!==", "==", "!=")
"""Signs behind a variable that is only tested."""


class Published(NamedTuple):
    """What one section ships."""

    spans: tuple[tuple[int, int], ...] = ()
    """The stretches of the text that ship."""
    names: frozenset[str] = frozenset()
    """Environment variables whose values ship."""
    prefixes: Prefixes = ()
    """Prefixes of environment variables that ship; the empty one stands for all variables."""
    referenced: bool = False
    """Whether each variable that browser code names ships."""


def by_patterns(patterns: Iterable[str]) -> Published:
    """What patterns of names ship: Bun writes a prefix as ``PUBLIC_*``, and ``inline`` for all that
    code names.

    https://bun.com/docs/bundler#env
    """
    given = set(patterns) - {"", "disable"}
    prefixes = tuple(sorted(each.removesuffix("*") for each in given - {"inline"}))
    return Published(prefixes=tuple(filter(None, prefixes)), referenced="inline" in given)


class Collector:
    """Collects what one section puts into a bundle."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._script = values.script
        self._known = values.declarations
        self._environments = Environments(values)
        self._seen: set[Range] = set()
        self._waiting: list[Range] = []
        self._spans: list[tuple[int, int]] = []
        self._names: set[str] = set()
        self._prefixes: set[str] = set()
        self._wholes: set[str] = set()
        self._filters: set[str] = set()
        self._without_functions = False

    def published(self, section: Range, holds: Holds, usual: Prefixes = ()) -> Published:
        """What a section of this kind ships; ``usual`` are the prefixes if it is merely switched
        on."""
        if holds is Holds.REFERENCED:
            return Published(referenced=not self._says(section, "false"))
        if holds is Holds.PREFIXES:
            if self._says(section, "true"):
                return Published(prefixes=usual)
            return by_patterns(self._values.strings(section))
        if holds is Holds.CLIENT:
            return Published(names=frozenset(self._marked(section)))
        self._without_functions = holds is Holds.DATA
        self._scan(section)
        if holds is Holds.NAMES:
            self._names.update(self._listed(section))
        # Of a whole environment that is filtered only what the filter lets through is left.
        filtered = self._filters if "" in self._wholes and self._filters else self._wholes
        return Published(
            tuple(self._spans), frozenset(self._names), tuple(sorted(filtered | self._prefixes))
        )

    def _says(self, section: Range, word: str) -> bool:
        return any(
            self._script.word(value.start) == word for value in self._values.meanings(section)
        )

    def _marked(self, section: Range) -> Iterator[str]:
        script = self._script
        for value in self._values.meanings(section):
            for name, field in self._values.members(value):
                for index in range(field.start, field.end):
                    mark = (script.tokens[index].value, "")
                    if script.is_sign(index + 1, ":") and index + 2 < len(script.tokens):
                        mark = (mark[0], script.tokens[index + 2].value)
                    if mark in _CLIENT:
                        yield name

    def _listed(self, section: Range) -> Iterator[str]:
        """The names in a list, or those of an object's members."""
        for value in self._values.meanings(section):
            if self._script.is_sign(value.start, "{"):
                yield from (name for name, _ in self._values.members(value))
            elif self._script.is_sign(value.start, "["):
                yield from self._values.strings(value)
            elif self._script.tokens[value.start].kind == "string":
                yield self._script.tokens[value.start].value

    def _scan(self, section: Range) -> None:
        """Notes what a part of the code holds or names, and what those names stand for."""
        self._waiting = [section]
        while self._waiting and len(self._seen) < MOST_PARTS:
            part = self._waiting.pop()
            if part not in self._seen and part.start < part.end:
                self._seen.add(part)
                self._scan_part(part)

    def _scan_part(self, part: Range) -> None:
        script = self._script
        index = start = part.start
        end = min(part.end, len(script.tokens))
        while index < end and self._values.may_go_on():
            token = script.tokens[index]
            if self._without_functions and (last := function_end(script, index, end)):
                self._span(start, index)
                index = start = last
                continue
            if token.kind in ("string", "regex"):
                self._filter(index)
                self._template(token)
            elif token.kind == "word" and not script.is_sign(index - 1, ".", "?."):
                index = self._word(index)
            index += 1
        self._span(start, end)

    def _span(self, start: int, end: int) -> None:
        if start < end:
            tokens = self._script.tokens
            self._spans.append((tokens[start].start, tokens[end - 1].end))

    def _template(self, token: Token) -> None:
        """Notes what a template literal fills in: ``${process.env.KEY}``."""
        for inside in _FILLED_IN.findall(token.text) if token.text[0] == "`" else ():
            for negation, name, test in _NAME.findall(inside):
                if not (negation or test):
                    self._filled_in(_PART.findall(name))

    def _filled_in(self, name: list[str]) -> None:
        """Notes what a name with its members stands for."""
        if name[:2] == ["process", "env"]:
            self._member("".join(name[2:3]), ALL)
        elif len(name) == 1:
            self._variable(name[0])
        elif (prefixes := self._environments.prefixes_of(name[0])) is not None:
            self._member(name[1], prefixes)

    def _filter(self, index: int) -> None:
        token = self._script.tokens[index]
        if token.kind == "regex":
            self._filters.update(_FILTER.findall(token.text))
        elif self._script.word(index - 2) == "startsWith":
            self._filters.add(token.value)

    def _word(self, index: int) -> int:
        """Notes what a word stands for; the number of the last token that belongs to it."""
        script, word = self._script, self._script.word(index)
        if word == "process" and script.word(index + 2) == "env":
            return self._environment(index + 2, ALL)
        if word == "import" and script.word(index + 2) == "meta":
            return index + 4
        if word == LOAD_ENV and script.is_sign(index + 1, "("):
            closed = min(script.partner[index + 1], len(script.tokens) - 1)
            return self._environment(closed, self._environments.loaded(index + 1))
        loaded = self._environments.file_read(index)
        if loaded is not None:
            return self._environment(loaded, ALL)
        is_key = script.is_sign(index + 1, ":") and script.is_sign(index - 1, "{", ",")
        if is_key or word in ("const", "let", "return", "async", "await", "new", "function"):
            return index
        if (prefixes := self._environments.prefixes_of(word)) is not None:
            return self._environment(index, prefixes)
        if not self._variable(word) and word in self._known.picked:
            self._waiting += self._values.meanings(Range(index, index + 1))
        return index

    def _variable(self, word: str) -> bool:
        """Notes what a name is set to; whether that is known."""
        if word in self._known.picked:
            member, source = self._known.picked[word]
            from_environment = self._environments.environment_of(source)
            if from_environment is not None:
                self._member(member, from_environment)
                return True
        self._waiting += self._known.values.get(word, ())
        return word in self._known.values

    def _member(self, name: str, prefixes: Prefixes) -> None:
        if name.startswith(prefixes):
            self._names.add(name)

    def _environment(self, last: int, prefixes: Prefixes) -> int:
        """Notes what is read from an environment, whose name ends with a token."""
        script = self._script
        if script.is_sign(last + 1, ".", "?.") and script.word(last + 2) == "parsed":
            last += 2
        after = last + 1
        if script.is_sign(after, "?."):
            after += script.is_sign(after + 1, "[")
        if script.is_sign(after, ".", "?.") and script.word(after + 1):
            if not self._is_tested(last, after + 2):
                self._member(script.word(after + 1), prefixes)
            return after + 1
        if not script.is_sign(after, "["):
            self._wholes.update(prefixes)
            return last
        inside = script.tokens[after + 1] if after + 1 < len(script.tokens) else None
        if inside and inside.kind == "string":
            self._member(inside.value, prefixes)
        else:
            self._dynamic(after, prefixes)
        return after

    def _is_tested(self, last: int, behind: int) -> bool:
        """Whether the code asks only if a variable is set, or what it is set to."""
        script, before = self._script, last - 1
        while script.is_sign(before, ".") or script.word(before) == "process":
            before -= 1
        opened = script.is_sign(before, "(") and script.word(before - 1) == "Boolean"
        return opened or script.is_sign(before, "!") or script.is_sign(behind, *_TESTS)

    def _dynamic(self, index: int, prefixes: Prefixes) -> None:
        """A member whose name is computed: one of the strings of the same statement."""
        start = index
        while start > max(0, index - MOST_PARTS) and not self._script.is_sign(start, ";", "="):
            start -= 1
        named = [
            token.value
            for token in self._script.tokens[start:index]
            if token.kind == "string" and _VARIABLE.fullmatch(token.value)
        ]
        for name in named:
            self._member(name, prefixes)
        if not named:
            self._wholes.update(prefixes)
