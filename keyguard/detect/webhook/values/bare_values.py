"""Values without quotes, each kind of file in its own style: ``WEBHOOK_SECRET=literal``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from functools import lru_cache

from keyguard.detect.webhook.forms.form import BEFORE, WINDOW
from keyguard.detect.webhook.forms.said_forms import names_another
from keyguard.detect.webhook.naming.names import Named
from keyguard.detect.webhook.non_values.expressions import (
    is_expression,
    is_identifier,
    is_made_of_words,
)
from keyguard.detect.webhook.non_values.value_kinds import (
    is_label,
    is_reference,
    is_type_or_constant,
    looks_random,
)
from keyguard.detect.webhook.values.among_others import value_among_others
from keyguard.detect.webhook.values.text_at import TextAt
from keyguard.model import Part, View
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple


class Style(Enum):
    """How one kind of file writes a value without quotes."""

    DOTENV = "as the loaders of env files have it"
    SETTINGS = "the rest of the line: properties, ini"
    YAML = "the rest of the line, behind a colon or in a list"
    SHELL = "one word, behind an equals sign"
    CODE = "never"
    UNKNOWN = "one word, if nothing is against it"


ANY_STYLE = tuple(Style)
_STYLES: dict[str, Style] = {
    suffix: style
    for style, suffixes in {
        Style.DOTENV: "env flaskenv vars",
        Style.SETTINGS: "properties ini conf cfg xcconfig service netrc editorconfig http rest",
        Style.YAML: "yml yaml bru",
        Style.SHELL: "sh bash zsh fish ps1 bat cmd mk dockerfile makefile procfile containerfile",
        Style.CODE: (
            "py pyi js jsx ts tsx mjs cjs mts cts go rs java kt kts scala groovy gradle rb php cs"
            " fs swift dart c h cc cpp hpp m mm ex exs erl hs lua pl r vue svelte astro html"
            " css scss json jsonc toml tf tfvars hcl nix sql graphql proto xml map ipynb"
            " prisma vb sol zig jl clj cljs cljc coffee cr nim elm purs re res gd ejs erb hbs twig"
            " cshtml razor jsp mdx pug liquid gql pas d ml mli lisp el scm xaml"
        ),
    }.items()
    for suffix in suffixes.split()
}

_QUOTES = ('"', "'", "`")
_BARE = lazy_pattern(
    r"(?P<sep>[\"']?[ \t]{0,8}(?P<make>::?=|\?=)?(?(make)|[:=])[ \t]{0,8})"
    r"(?P<all>(?P<rest>(?:[^\s\"'`\\=:][^\r\n\"'`\\]{0,512})?)[^\r\n]{0,512})"
)
_COMMENT = lazy_pattern(r"(?:\A|\s)(?:#|//(?!\S)|;|<!--)[^\n]*$")
_COMMENT_SIGNS = ("#", "//", ";", "<!--")
_YAML_COMMENT = lazy_pattern(r"(?:\A|\s)#[^\n]*$")
_LINE_BEGINNING = lazy_pattern(
    r"\s*(?:(?:#|//|;|>|<|\||\$)\s{0,4})?(?:-\s{1,4})?@?[\"'`]?"
    r"(?:[\w.-]{1,40}:(?:[ \t]{1,4}(?=export\s))?)?"
    r"(?:(?i:export|env|arg|set|run|local|readonly|config:set)\s{1,4})?"
)
_YAML_MARK = lazy_pattern(r"(?:&[\w-]{1,60}|!!\w{1,20})[ \t]{1,8}")
"""An anchor or a type in front of a value."""
_NOT_PLAIN = "!&*{[|>%@`\"'"
"""What begins a value of YAML that is no plain text: https://yaml.org/spec/1.2.2/#53-indicator-characters"""
_IN_BRACES = lazy_pattern(r"(?:(?<!\$)\{|,)\s{0,4}$")
_RUN_LINE = lazy_pattern(r"\s*(?:- )?(?:run|script|command|cmd|entrypoint):\s{1,4}")
_OPTION = lazy_pattern(
    r"(?:\s|[\"'`\[,]|^)(?:-e|--env|--build-arg|--set|--set-string|config:set|secrets set|-H"
    r"|--header)[ =]?[\"']?$|(?:^|[\s\"'`])--?$|--from-literal=$|[?&]$"
)
_OPTION_SIGNS = ("-", "set", "?", "&")
_UPPER = lazy_pattern(r"[A-Z0-9_]+")


class _Bare(NamedTuple):
    """Text behind a name, as in ``export NAME=some text # comment``."""

    name: str
    line: str
    """The line in front of the name: ``export ``."""
    sign: str
    """All that is between the two: ``=``, ``": ``."""
    equals: bool
    """Whether an equals sign is in it, and no colon."""
    rest: str
    """All that follows up to a quote or a backslash, but a comment: ``some text``."""
    line_rest: str
    """All that follows on the line."""
    start: int
    """Where ``rest`` begins in the whole text."""

    @property
    def word(self) -> str:
        """The first word of the rest."""
        return self.rest.split()[0] if self.rest else ""

    @property
    def begins_line(self) -> bool:
        """Whether the name is the first on its line, but for words such as ``export``."""
        return _LINE_BEGINNING.fullmatch(self.line) is not None

    @property
    def is_in_literal(self) -> bool:
        """Whether the quotes around the name are around the value as well: ``"NAME=text"``."""
        return self.line.endswith(_QUOTES) and not self.sign.startswith(_QUOTES)

    @property
    def is_option(self) -> bool:
        """Whether the name is the argument of an option, or the name of a parameter in a query."""
        may_be = any(map(self.line.__contains__, _OPTION_SIGNS))
        return may_be and _OPTION.search(self.line) is not None

    @property
    def is_listed(self) -> bool:
        """Whether the line is a member of a list in YAML: ``- NAME=text``."""
        return self.line.strip() == "-"


def bare_values(text: str, named: Named, styles: Iterable[Style]) -> Iterator[TextAt]:
    """The bare value of a name in each of these styles, if it has one, and where it begins."""
    match = _BARE.match(text, named.end, min(len(text), named.end + WINDOW))
    if match is None:
        return
    written = _Bare(
        name=named.name,
        line=text[max(0, named.start - BEFORE) : named.start].rpartition("\n")[2],
        sign=match["sep"],
        equals=match["sep"] == "=" or match["make"] is not None,
        rest=_without_comment(match["rest"]),
        line_rest=match["all"].rstrip(),
        start=match.start("all"),
    )
    for style in styles:
        bare = _without_mark(written) if style is Style.YAML else written
        if taken := _taken(bare, style):
            yield taken, bare.start


def styles_of(view: View) -> tuple[Style, ...]:
    """How the file writes values, by its name; every way before its place is known."""
    if view.blob.part is not Part.CONTENT:
        return (Style.UNKNOWN,)
    if not view.blob.places:
        return ANY_STYLE
    return _styles_at(view.paths[0])


@lru_cache(maxsize=64)
def _styles_at(path: bytes) -> tuple[Style, ...]:
    name = path.decode("utf-8", "replace").rpartition("/")[2].lower()
    known = (_STYLES[part] for part in reversed(name.split(".")) if part in _STYLES)
    return (next(known, Style.UNKNOWN),)


def _without_comment(text: str) -> str:
    if any(map(text.__contains__, _COMMENT_SIGNS)):
        text = _COMMENT.sub("", text)
    return text.rstrip()


def _without_mark(bare: _Bare) -> _Bare:
    mark = _YAML_MARK.match(bare.rest)
    if mark is None:
        return bare
    return bare._replace(
        rest=bare.rest[mark.end() :],
        line_rest=bare.line_rest[mark.end() :],
        start=bare.start + mark.end(),
    )


def _taken(bare: _Bare, style: Style) -> str:
    """The value as this style has it; empty if there is none."""
    if bare.is_in_literal or bare.is_option:
        return _after_option(bare)
    value = _READ[style](bare) or _among_others(bare, style)
    is_word = style is Style.SHELL and bare.sign == "="
    return "" if value and not is_word and is_label(bare.rest) else value


def _among_others(bare: _Bare, style: Style) -> str:
    return value_among_others(bare.line, bare.sign, bare.rest, in_code=style is Style.CODE)


def _after_option(bare: _Bare) -> str:
    """``--env NAME=value``, ``?name=value&``, and what is all of a literal: ``"NAME=value"``."""
    quoted = bare.is_in_literal and not (bare.equals and looks_random(bare.word))
    if quoted and (bare.word != bare.rest or (bare.sign == ":" and bare.word.isalpha())):
        return ""
    in_query = bare.line.endswith(("?", "&"))
    return _unless_expression(bare.word.partition("&")[0] if in_query else bare.word)


def _in_settings(bare: _Bare) -> str:
    first = 1 if looks_random(bare.line_rest.partition(" ")[0]) else 0  # a secret can begin so
    rest = bare.line_rest[:first] + _without_comment(bare.line_rest[first:])
    return _unless_label(rest) if bare.begins_line else _in_code(bare)


def _in_yaml(bare: _Bare) -> str:
    rest = _YAML_COMMENT.sub("", bare.line_rest).rstrip()
    if bare.begins_line and rest and not rest.startswith(tuple(_NOT_PLAIN)):
        word = rest.split()[0]
        return word if bare.equals and not bare.is_listed else _unless_label(rest)
    if _IN_BRACES.search(bare.line):
        return _unless_expression(re.split("[,}]", bare.rest)[0])
    return _in_code(bare)


def _in_shell(bare: _Bare) -> str:
    return _shell_word(bare) if bare.begins_line and bare.equals else _in_code(bare)


def _in_code(bare: _Bare) -> str:
    decided = _in_any_style(bare)
    if decided is None:
        random = looks_random(bare.word) and not is_made_of_words(bare.word)
        return bare.word if bare.word == bare.rest and random else ""
    return decided


def _in_unknown(bare: _Bare) -> str:
    decided = _in_any_style(bare)
    return _by_its_look(bare) if decided is None else decided


_READ: Mapping[Style, Callable[[_Bare], str]] = {
    Style.DOTENV: _in_settings,
    Style.SETTINGS: _in_settings,
    Style.YAML: _in_yaml,
    Style.SHELL: _in_shell,
    Style.CODE: _in_code,
    Style.UNKNOWN: _in_unknown,
}


def _in_any_style(bare: _Bare) -> str | None:
    """The value that no kind of file writes otherwise, empty for code; None if that is open."""
    if _RUN_LINE.fullmatch(bare.line):
        return _shell_word(bare)
    is_code = is_expression(bare.word)
    if bare.equals and looks_random(bare.word) and not is_code:
        return bare.word
    return "" if is_code or not bare.begins_line else None


def _shell_word(bare: _Bare) -> str:
    return "" if is_reference(bare.rest) else _unless_expression(bare.word).rstrip(";")


def _by_its_look(bare: _Bare) -> str:
    """The value where nothing says how the file is written."""
    word, rest = bare.word, bare.rest
    if is_reference(rest):
        return ""
    if bare.equals and _UPPER.fullmatch(bare.name):
        return rest if bare.is_listed and not is_expression(rest) else word
    if bare.equals:
        return word if word == rest and not bare.line[:1].isspace() else ""
    if word != rest or is_identifier(word) or is_type_or_constant(word):
        return ""
    if " " not in bare.name:
        return word
    return word if any(map(str.isdigit, word)) and not names_another(word) else ""


def _unless_label(text: str) -> str:
    return "" if is_label(text) else text


def _unless_expression(word: str) -> str:
    return "" if is_expression(word) else word
