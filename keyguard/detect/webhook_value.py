"""What a name is set to: the literal behind it, in the syntax of any language.

Each form is a row: what stands before the name, and what stands between it and the value. All
repetitions are bounded, so a hostile line costs no more than its first few hundred characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from keyguard.detect.literal import (
    is_expression,
    is_identifier,
    is_reference,
    is_type_or_constant,
)
from keyguard.detect.webhook_name import Named
from keyguard.model import Part, View

WINDOW = 1_000
"""Characters behind a name that are looked at."""

BEFORE = 100

_QUOTED = r"(?P<q>\\{0,3}(?:[\"]{3}|[\"'`]))(?P<value>[^\r\n]{0,512}?)(?P=q)"
_QUOTED_OR_BARE = rf"(?:[A-Za-z]{{0,2}}{_QUOTED}|(?P<bare>[^\s\"'`,}}<>]{{1,512}}))"
_CLOSE = r"(?:\\{0,3}[\"'`])?\]?\)?"
_PREFIX = r"(?:[rRbBuUfFL@$]{0,2})"
_TYPE = r"[?!]?(?:\s{0,4}:\s{0,4}[&*A-Za-z(][\w.<>,?|\[\]&*' ]{0,60}?|\[\d{0,4}\])?"
_WRAPPER = (
    r"(?:(?:new\s)?[\w.:]{0,30}(?:SecretStr|String|Secret|Some|Ok|from|Field|encode|text|literal"
    r"|byte|bytes|fromString)\(\s{0,20}(?:default\s{0,2}=\s{0,2})?|\[\]byte\()?"
)
_GAP = r"[ \t]{0,20}(?:\r?\n[ \t]{1,60})?"


@dataclass(frozen=True, slots=True)
class Value:
    """A literal at ``start`` of its text, without its quotes."""

    text: str = field(repr=False)
    start: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class Form:
    """One way to give a name a value."""

    after: re.Pattern[str]
    before: re.Pattern[str]
    name: re.Pattern[str]

    def match(self, text: str, named: Named) -> re.Match[str] | None:
        """What this form finds behind a name, if the name and what precedes it fit."""
        match = self.after.match(text, named.end, min(len(text), named.end + WINDOW))
        if match and self.before.search(text, max(0, named.start - BEFORE), named.start):
            return match if self.name.search(named.name) else None
        return None


def _form(after: str, before: str = "", name: str = "") -> Form:
    return Form(re.compile(after), re.compile(rf"(?:{before})\Z"), re.compile(name))


_FORMS = (
    # Defaults: the shell's ${NAME:-value}, Spring's ${name:value}
    _form(r"(?::[-=]?|-|=)(?P<bare>[^}$\n?+][^}$\n]{0,300})\}", before=r"\$\{"),
    # NAME = "literal", name: str = "literal", "name": "literal", :name => "literal", name === "..."
    _form(
        rf"{_CLOSE}{_TYPE}\s{{0,20}}(?:=>|:=|[!=]?={{1,2}}|:|\?\?=|\|\|=|\?=|<-)"
        rf"{_GAP}{_WRAPPER}{_PREFIX}{_QUOTED}"
    ),
    # name = anything || "literal", os.getenv("NAME") or "literal", z.string().default("literal")
    _form(
        r"[\"'`\])]{0,3}[^;\n\"'`,{}]{0,120}?"
        rf"(?:\|\||\?\?|\?:|\bor\b|\.(?:default|unwrap_or|orElse|getOrElse)\()\s{{0,40}}{_PREFIX}{_QUOTED}"
    ),
    # os.getenv("NAME", "literal"), define('NAME', 'literal'), buildConfigField(..., "NAME", "...")
    _form(
        rf"(?:\\?[\"'`])?\s{{0,4}},\s{{0,40}}(?:default\w{{0,6}}\s{{0,2}}[=:]\s{{0,2}})?"
        rf"{_PREFIX}(?:\"(?=\\\"))?{_QUOTED}",
        before=(
            r"(?i:env|get|fetch|set|def|put|prop|config|header|field|value|attr|param|option|equal"
            r"|compare|digest|add|append|var|string|with|secret|arg)\w{0,20}!?[ (]\s{0,20}"
            r"(?:[^()\n\"']{0,40},\s{0,4}|[\"']\w{1,20}[\"'],\s{0,4})?\\?[\"'`]?"
        ),
    ),
    # setWebhookSecret("literal"), webhookSecret.equals("literal")
    _form(
        rf"\(\s{{0,20}}{_PREFIX}{_QUOTED}\s{{0,20}}\)",
        name=r"(?:^|\.)(?:set|with)[A-Z_]|\.(?:equals|eq)",
    ),
    # WebhookSecret { get; init; } = "literal";
    _form(rf"\s{{0,4}}\{{\s{{0,4}}get;[^}}\n]{{0,40}}\}}\s{{0,4}}=\s{{0,4}}{_QUOTED}"),
    # variable "webhook_secret" { default = "literal" }
    _form(
        rf"\"\s{{0,4}}\{{[^{{}}]{{0,400}}?\bdefault\s{{0,20}}=\s{{0,4}}{_QUOTED}",
        before=r"variable\s{1,4}\"",
    ),
    # {"name": "NAME", "value": "literal"} and the same in YAML
    _form(
        rf"[\"']?\s{{0,4}},?\s{{0,60}}[\"']?(?i:value)[\"']?\s{{0,4}}[:=][ \t]{{0,4}}"
        rf"{_QUOTED_OR_BARE}",
        before=r"(?i:name|key)[\"']?\s{0,4}[:=]\s{0,4}[\"']?",
    ),
    # property lists, string resources, <add key="" value="">, <webhookSecret>literal</...>
    _form(r"</key>\s{0,80}<string>(?P<value>[^<\n]{0,300})</string>", before=r"<key>"),
    _form(rf"\"\s{{1,20}}[^<>\n]{{0,80}}?\bvalue\s?=\s?{_QUOTED}", before=r"(?:key|name)\s?=\s?\""),
    _form(r"\"[^<>\n]{0,80}>(?P<value>[^<\n]{0,300})<", before=r"name\s?=\s?\""),
    _form(r">(?P<value>[^<\n]{0,300})</", before=r"<"),
    # #define NAME "literal", set $name "literal";, gh secret set NAME --body "literal"
    _form(
        rf"[ \t]{{1,8}}(?:--body[ =]|-b )?{_QUOTED}",
        before=r"(?i:define|setx?|setenv|\benv|\barg|_param|--)\s{0,4}(?:[/-]\w\s)?\$?",
    ),
    # ENV NAME literal, setx NAME literal
    _form(
        r"[ \t]{1,8}(?P<bare>[^\s\"'`]{1,512})[ \t]*(?=[\r\n]|$|/)",
        before=r"(?:(?:^|\n)[ \t]{0,20}ENV|(?i:setx|setenv))[ \t]{1,4}",
    ),
    # --webhook-secret literal
    _form(r"[ \t]{1,4}(?P<bare>(?=[^\s\"'`]{0,80}[0-9-])[^\s\"'`]{1,512})", before=r"--"),
    # ENV.fetch("NAME") { "literal" }
    _form(rf"[\"']\)\s{{0,4}}\{{\s{{0,4}}{_QUOTED}\s{{0,4}}\}}", before=r"fetch\([\"']"),
    # NAME: |
    #   literal
    _form(
        r"[\"']?:[ \t]?[|>][-+]?[ \t]{0,4}\r?\n[ \t]{1,40}(?P<bare>[^\s]{1,512})[ \t]*(?=[\r\n]|$)"
    ),
)
_CONCATENATED = re.compile(r"\s{0,4}(?:\+(?!=)|%\s|\.\.|<>|\.\s?(?:format\b|concat\b|\$)|\s\.\s)")


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
        Style.SETTINGS: "env properties ini conf cfg xcconfig service netrc editorconfig",
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
    r"(?P<sep>[\"']?[ \t]{0,8}[:=][ \t]{0,8})"
    r"(?P<rest>[^\s\"'`\\=:][^\r\n\"'`\\]{0,512})"
)
_COMMENT = re.compile(r"\s(?:#|//|<!--)[^\n]*$")
_LINE_BEGINNING = re.compile(
    r"\s*(?:(?:#|//|;|>|\||\$)\s{0,4})?(?:-\s{1,4})?[\"'`]?"
    r"(?:(?i:export|env|arg|set|run|local|readonly|config:set)\s{1,4})?"
)
_OPTION = re.compile(
    r"(?:\s|[\"'`\[,]|^)(?:-e|--env|--build-arg|--set|--set-string|config:set|secrets set|-H"
    r"|--header)[ =]?[\"']?$|(?:^|[\s\"'`])--?$|--from-literal=$|[?&]$"
)
_UPPER = re.compile(r"[A-Z0-9_]+")
_RANDOM_LENGTH = 20
_RANDOM_DIGITS = 3


def values_of(view: View, named: Named) -> Iterator[Value]:
    """The literal that a name is set to, if any.

    While the file's name is not known, everything that it could be under some name.
    """
    text = view.text
    before = text[max(0, named.start - BEFORE) : named.start]
    found = next((match for form in _FORMS if (match := form.match(text, named))), None)
    if found:
        values = [_found(found)]
    elif bare := _BARE.match(text, named.end, min(len(text), named.end + WINDOW)):
        values = [_bare_value(bare, named, before, style) for style in _styles(view)]
    else:
        values = []
    yield from dict.fromkeys(value for value in values if value is not None)


def _found(match: re.Match[str]) -> Value | None:
    groups = match.groupdict()
    if groups.get("bare") is not None:
        return (
            None if is_expression(match["bare"]) else _trimmed(match["bare"], match.start("bare"))
        )
    quote = groups.get("q")
    if quote and _CONCATENATED.match(match.string, match.end("value") + len(quote)):
        return None
    if quote == "`" and " " in match["value"]:
        return None  # a shell command
    return _trimmed(match["value"], match.start("value"), quoted=True)


def _bare_value(match: re.Match[str], named: Named, before: str, style: Style) -> Value | None:
    rest = _COMMENT.sub("", match["rest"]).rstrip()
    word = rest.split()[0] if rest else ""
    line = before.rpartition("\n")[2]
    equals = match["sep"] == "="
    begins = bool(_LINE_BEGINNING.fullmatch(line))
    upper = bool(_UPPER.fullmatch(named.name))
    if line.endswith(('"', "'", "`")) or _OPTION.search(line):
        taken = word if word == rest or not line.endswith(('"', "'", "`")) else ""
        taken = taken.partition("&")[0] if line.endswith(("?", "&")) else taken
        return None if is_expression(taken) else _trimmed(taken, match.start("rest"))
    if style is Style.SETTINGS and begins:
        taken = rest
    elif style is Style.YAML and begins and rest[0] not in "!&*{[|>%@":
        in_list = line.strip() == "-"
        taken = rest if not equals or in_list else word
    elif style is Style.SHELL and begins and equals:
        taken = word.rstrip(";")
    elif is_expression(word) or not begins:
        taken = ""
    elif style is Style.UNKNOWN:
        taken = _from_unknown(word, rest, named.name, equals, upper, line)
    else:
        taken = word if word == rest and _looks_random(word) else ""
    return _trimmed(taken, match.start("rest")) if taken else None


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
    name = view.blob.places[0].path.decode("utf-8", "replace").rpartition("/")[2].lower()
    known = (_STYLES[part] for part in reversed(name.split(".")) if part in _STYLES)
    return (next(known, Style.UNKNOWN),)
