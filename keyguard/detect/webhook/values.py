"""What a name is set to: the literal behind it, quoted or bare, or the one it is compared with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from keyguard.detect.keys.concatenation import continuation
from keyguard.detect.webhook.assignment_forms import BEFORE, WINDOW, compared_with, form_of
from keyguard.detect.webhook.names import Named
from keyguard.detect.webhook.sql_insert import inserted
from keyguard.detect.webhook.value_kinds import (
    is_expression,
    is_identifier,
    is_label,
    is_reference,
    is_type_or_constant,
)
from keyguard.model import Part, View


@dataclass(frozen=True, slots=True)
class Value:
    """A literal at ``start`` of its text, without its quotes.

    ``written`` is the characters that it takes there, if it is joined from several pieces.
    """

    text: str = field(repr=False)
    start: int
    quoted: bool
    written: int = 0

    @property
    def end(self) -> int:
        """Where it ends in its text."""
        return self.start + (self.written or len(self.text))


_CONCATENATED = re.compile(r"\s{0,4}(?:\+(?!=)|%\s|\.\.|<>|\.\s?(?:format\b|concat\b|\$)|\s\.\s)")


_INNER_QUOTES = re.compile(r"(\\{0,3}[\"'])(.+)\1")


class Style(Enum):
    """How a kind of file writes a value without quotes."""

    SETTINGS = "the rest of the line: dotenv, properties, ini"
    YAML = "the rest of the line, behind a colon or in a list"
    SHELL = "one word, behind an equals sign"
    CODE = "never"
    UNKNOWN = "one word, if nothing speaks against it"


_STYLES: dict[str, Style] = {
    suffix: style
    for style, suffixes in {
        Style.SETTINGS: "env properties ini conf cfg xcconfig service netrc editorconfig http rest",
        Style.YAML: "yml yaml",
        Style.SHELL: "sh bash zsh fish ps1 bat cmd mk dockerfile makefile procfile containerfile",
        Style.CODE: (
            "py pyi js jsx ts tsx mjs cjs mts cts go rs java kt kts scala groovy gradle rb php cs"
            " fs swift dart c h cc cpp hpp m mm ex exs erl hs lua pl r vue svelte astro html"
            " css scss json jsonc toml tf tfvars hcl nix sql graphql proto xml map ipynb"
        ),
    }.items()
    for suffix in suffixes.split()
}

_BARE = re.compile(
    r"(?P<sep>[\"']?[ \t]{0,8}(?P<make>::?=|\?=)?(?(make)|[:=])[ \t]{0,8})"
    r"(?P<rest>[^\s\"'`\\=:][^\r\n\"'`\\]{0,512})"
)
_COMMENT = re.compile(r"(?:\A|\s)(?:#|//|;|<!--)[^\n]*$")
_LINE_BEGINNING = re.compile(
    r"\s*(?:(?:#|//|;|>|\||\$)\s{0,4})?(?:-\s{1,4})?@?[\"'`]?"
    r"(?:(?i:export|env|arg|set|run|local|readonly|config:set)\s{1,4})?"
)
_YAML_MARK = re.compile(r"(?:&[\w-]{1,60}|!!\w{1,20})[ \t]{1,8}")
"""An anchor or a type in front of a value."""
_IN_BRACES = re.compile(r"(?:(?<!\$)\{|,)\s{0,4}$")
_RUN_LINE = re.compile(r"\s*(?:- )?(?:run|script|command|cmd|entrypoint):\s{1,4}")
_OPTION = re.compile(
    r"(?:\s|[\"'`\[,]|^)(?:-e|--env|--build-arg|--set|--set-string|config:set|secrets set|-H"
    r"|--header)[ =]?[\"']?$|(?:^|[\s\"'`])--?$|--from-literal=$|[?&]$"
)
_TRANSLATIONS = re.compile(
    rb"(?:^|/)(?:i18n|l10n|locales?|langs?|languages|translations?)/|messages_[a-z]{2}\b|\.(?:po|arb|resx)$",
    re.IGNORECASE,
)
"""Files in which a secret's name goes with the words that people read."""
_UPPER = re.compile(r"[A-Z0-9_]+")
_RANDOM_LENGTH = 20
_RANDOM_DIGITS = 3


def values_of(view: View, named: Named) -> Iterator[Value]:
    """The literal that a name is set to, if any.

    While the file's name is not known, everything that it could be under some name.
    """
    text = view.text
    before = text[max(0, named.start - BEFORE) : named.start]
    found = form_of(text, named)
    if found:
        values = [_found(found)]
    elif rows := list(inserted(text, named)):
        values = [_quoted(*row) for row in rows]
    elif compared := compared_with(text, named.start):
        values = [_quoted(*compared)]
    elif bare := _BARE.match(text, named.end, min(len(text), named.end + WINDOW)):
        values = [_bare_value(bare, named, before, style) for style in _styles(view)]
    else:
        values = []
    labels = any(map(_TRANSLATIONS.search, view.paths))
    for value in dict.fromkeys(values):
        if value is not None and not (labels and not _looks_random(value.text)):
            yield value


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


def _bare_value(match: re.Match[str], named: Named, before: str, style: Style) -> Value | None:
    rest = _COMMENT.sub("", match["rest"]).rstrip()
    start = match.start("rest")
    if style is Style.YAML and (mark := _YAML_MARK.match(rest)):
        rest, start = rest[mark.end() :], start + mark.end()
    word = rest.split()[0] if rest else ""
    line = before.rpartition("\n")[2]
    equals = match["sep"] == "=" or match["make"] is not None
    begins = bool(_LINE_BEGINNING.fullmatch(line))
    upper = bool(_UPPER.fullmatch(named.name))
    if line.endswith(('"', "'", "`")) or _OPTION.search(line):
        quoted = line.endswith(('"', "'", "`")) and not (equals and _looks_random(word))
        taken = word if word == rest or not quoted else ""
        taken = taken.partition("&")[0] if line.endswith(("?", "&")) else taken
        taken = "" if is_expression(taken) else taken
    elif is_label(rest):
        taken = ""
    elif style is Style.SETTINGS and begins:
        taken = rest
    elif style is Style.YAML and begins and rest[:1] not in "!&*{[|>%@":
        in_list = line.strip() == "-"
        taken = rest if not equals or in_list else word
    elif style is Style.YAML and _IN_BRACES.search(line):
        taken = re.split("[,}]", rest)[0]
        taken = "" if is_expression(taken) else taken
    elif (style is Style.SHELL and begins and equals) or _RUN_LINE.fullmatch(line):
        taken = "" if is_reference(rest) or is_expression(word) else word.rstrip(";")
    elif equals and _looks_random(word) and not is_expression(word):
        taken = word
    elif is_expression(word) or not begins:
        taken = ""
    elif style is Style.UNKNOWN:
        taken = _from_unknown(word, rest, named.name, equals, upper, line)
    else:
        taken = word if word == rest and _looks_random(word) else ""
    return _trimmed(taken, start) if taken else None


def _from_unknown(word: str, rest: str, name: str, equals: bool, upper: bool, line: str) -> str:
    """The value where nothing tells how the file is written."""
    if is_reference(rest):
        return ""
    if equals and upper:
        return rest if line.strip() == "-" and not is_expression(rest) else word
    if equals:
        return word if word == rest and not line[:1].isspace() else ""
    if word != rest or is_identifier(word) or is_type_or_constant(word):
        return ""
    return word if " " not in name or any(map(str.isdigit, word)) else ""


def _quoted(value: str, start: int) -> Value:
    """A literal without its quotes, and without those of the language inside: ``'"literal"'``."""
    inner = _INNER_QUOTES.fullmatch(value)
    return _trimmed(*((inner[2], start + inner.start(2)) if inner else (value, start)), quoted=True)


def _looks_random(word: str) -> bool:
    digits = sum(map(str.isdigit, word))
    return len(word) >= _RANDOM_LENGTH and digits >= _RANDOM_DIGITS


def _trimmed(value: str, start: int, quoted: bool = False) -> Value:
    return Value(value.strip(), start + len(value) - len(value.lstrip()), quoted)


def _styles(view: View) -> Iterable[Style]:
    """How the file writes values, by its name; every way before its place is known."""
    if view.blob.part is not Part.CONTENT:
        return (Style.UNKNOWN,)
    if not view.blob.places:
        return Style
    name = view.paths[0].decode("utf-8", "replace").rpartition("/")[2].lower()
    known = (_STYLES[part] for part in reversed(name.split(".")) if part in _STYLES)
    return (next(known, Style.UNKNOWN),)
