"""The value of a name: the literal behind it, quoted or bare, or the one it is compared with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.detect.keys.concatenation import continuation
from keyguard.detect.webhook.forms import assignment_forms
from keyguard.detect.webhook.forms.said_forms import said
from keyguard.detect.webhook.naming.names import Named
from keyguard.detect.webhook.non_values.ciphertext import is_sealed
from keyguard.detect.webhook.non_values.expressions import (
    ends_literal,
    is_expression,
    is_part_of_expression,
)
from keyguard.detect.webhook.non_values.surroundings import is_about_the_secret
from keyguard.detect.webhook.non_values.translations import is_translation
from keyguard.detect.webhook.non_values.value_kinds import in_letters, looks_random
from keyguard.detect.webhook.values.bare_values import Style, bare_values, styles_of
from keyguard.detect.webhook.values.env_line import line_of, written_value
from keyguard.detect.webhook.values.literal_first import literal_before
from keyguard.detect.webhook.values.nearby import value_nearby
from keyguard.detect.webhook.values.sql_insert import inserted, is_about_setting
from keyguard.model import Part, View
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple


class Value(NamedTuple):
    """A literal at ``start`` of its text, without its quotes.

    ``written`` is the number of characters that it takes there, if it is joined from several
    pieces; ``line`` is where its line begins if loaders of env files read it.
    """

    text: str
    start: int
    quoted: bool
    written: int = 0
    line: int | None = None

    @property
    def end(self) -> int:
        """Where the literal ends in its text."""
        return self.start + (self.written or len(self.text))

    def moved(self, by: int) -> Value:
        """The literal in a text that has ``by`` more characters in front of it."""
        line = None if self.line is None else self.line + by
        return self._replace(start=self.start + by, line=line)

    def __repr__(self) -> str:
        return f"Value({self.start}, {self.end})"


_CONCATENATED = lazy_pattern(r"\s{0,4}(?:\+(?!=)|%\s|\.\.|<>|\.\s?(?:format\b|concat\b|\$)|\s\.\s)")
_END_OF_NAME = lazy_pattern(
    r"/|\.(?:bak|cfg|conf|csv|env|gz|ini|json|key|log|md|old|pem|png|sh|tar|toml|txt|ya?ml|zip)\Z"
)
"""What ends a value in the name of a file or a folder."""
_INNER_QUOTES = lazy_pattern(r"(\\{0,3}[\"'])(.+)\1")


def values_of(view: View, named: Named) -> Iterator[Value]:
    """The literal that a name is set to, if there is one.

    While the file's name is not known, every literal that it could be under some name.
    """
    styles = styles_of(view)
    values: list[Value | None] = []
    if Style.DOTENV in styles and (line := line_of(view.text, named)) is not None:
        written = written_value(view.text, named)
        values = [Value(*written, line=line)] if written else []
        styles = tuple(style for style in styles if style is not Style.DOTENV)
    if styles:
        text = view.text
        if view.blob.part is Part.NAME and (end := _END_OF_NAME.search(text, named.end)):
            text = text[: end.start()]
        values += _in_any_file(text, named, styles)
    for value in dict.fromkeys(values):
        if value is not None and not _is_no_value(view, named, value):
            yield value


def _in_any_file(text: str, named: Named, styles: tuple[Style, ...]) -> list[Value | None]:
    found = assignment_forms.FORMS.fitting(text, named)
    if found:
        return [_found(found)]
    if rows := list(inserted(text, named)):
        return [_quoted(*row) for row in rows]
    if literal := literal_before(text, named.start):
        return [_quoted(*literal)]
    values: list[Value | None] = [_trimmed(*each) for each in bare_values(text, named, styles)]
    if sentence := said(text, named, in_code=styles == (Style.CODE,)):
        values.append(_found(sentence))
    if (len(styles) > 1 or not any(values)) and (near := value_nearby(text, named)):
        values.append(_quoted(*near))
    return values


def _is_no_value(view: View, named: Named, value: Value) -> bool:
    """Whether a literal is there for something else, by what is around it and by its file."""
    text = view.text
    in_code = styles_of(view) == (Style.CODE,)
    follows = value.quoted and value.start >= named.end
    if follows and (
        is_part_of_expression(text, value.start, value.end, in_code)
        or ends_literal(text, named.start, named.end, value.start)
    ):
        return True
    read = in_letters(value.text)
    if looks_random(read):
        return is_sealed(text, named.start, read)
    translated = any(map(is_translation, view.paths))
    return (
        translated
        or is_about_setting(text, named, value.start)
        or is_about_the_secret(text, named, read, value.start)
    )


def _found(match: re.Match[str]) -> Value | None:
    groups = match.groupdict()
    if groups.get("bare") is not None:
        return (
            None if is_expression(match["bare"]) else _trimmed(match["bare"], match.start("bare"))
        )
    quote = groups.get("q")
    added, end = continuation(match.string, match.end("value"))
    if quote and _CONCATENATED.match(match.string, end + len(quote)):
        return None
    if quote and added:
        start = match.start("value")
        return Value(match["value"] + added, start, quoted=True, written=end - start)
    if quote == "`" and " " in match["value"]:
        return None  # a shell command
    return _quoted(match["value"], match.start("value"))


def _quoted(value: str, start: int) -> Value:
    """A literal without its quotes, and without those of the language inside: ``'"literal"'``."""
    inner = _INNER_QUOTES.fullmatch(value)
    return _trimmed(*((inner[2], start + inner.start(2)) if inner else (value, start)), quoted=True)


def _trimmed(value: str, start: int, quoted: bool = False) -> Value:
    return Value(value.strip(), start + len(value) - len(value.lstrip()), quoted)
