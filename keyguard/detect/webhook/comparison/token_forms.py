"""The ways in which code gets at an Authorization header's credential without its scheme.

Each row has a name, an expression, and examples with «» around the name that the credential gets
there, if it gets one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache

from keyguard.detect.text.search import occurrences, positions
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple
from keyguard.model.spans import Span

FRONT, BACK = 220, 200
"""Characters behind a form's word, and in front of it, in which all of the form is."""

_SCHEME = r"r?[\"'`/~#]{1,2}(?:\^|\\A)?\(?Bearer(?: |\\{1,2}s|(?=[\"'`]))"
_ARGUMENT = r"[^()\n]{0,80}(?:\([^()\n]{0,60}\))?[^()\n]{0,20}"
_SPACE = r"(?:[\"'`/] [\"'`/]|[\"']Bearer [\"']|/\\s\+?/|(?=[\w.\"]))?"
_SEVEN = r"(?:7|[\"']Bearer [\"']\.[lL]ength(?:\(\))?|strlen\([\"']Bearer [\"']\))"


_IN_CALL = lazy_pattern(
    r"(?:[(\[,=!?&|]\s{0,4}r?|\breturn\s{1,4}|\A)[\"'`/~#]{1,2}(?:\^|\\A)?\(?\Z"
)
"""In front of a scheme that is an argument, or that an expression begins with."""


class TokenForm(NamedTuple):
    """A form: its title, words of which its matches hold one, its expression, and examples."""

    title: str
    words: tuple[str, ...]
    expression: str
    examples: tuple[str, ...]
    begins: bool = False
    """Whether matches begin with that word: then nothing else around it needs to be tried."""


REMOVALS = (
    TokenForm(
        "a function that is told the scheme",
        ("Bearer",),
        r"\b(?i:replace\w{0,10}|g?sub|(?:remove|delete|strip|trim|cut)_?prefix|trim_start_matches"
        r"|remove|str_replace|preg_replace|(?:substring_?)?after\w{0,5}|lstrip|split|explode|match)!?"
        rf"\(\s{{0,4}}(?:{_ARGUMENT},\s{{0,4}})?{_SCHEME}[^\n]{{0,24}}?[\"'`/]"
        rf"(?:[\w,\s]{{0,4}}[\"'`]{{0,2}}{_ARGUMENT})?\)",
        (
            'auth.replace("Bearer ", "")',
            'strings.TrimPrefix(c.GetHeader("Authorization"), "Bearer ")',
            "str_replace('Bearer ', '', $header)",
            "auth.replace(/^Bearer\\s+/i, '')",
            'auth.strip_prefix("Bearer ")',
        ),
    ),
    TokenForm(
        "an expression that takes what is behind the scheme",
        ("Bearer",),
        rf"/\^?\(?Bearer(?: |\\s)[^/\n]{{1,30}}/\w{{0,3}}\.(?:exec|match)\({_ARGUMENT}\)",
        ("/^Bearer (.+)$/.exec(req.headers.authorization)",),
    ),
    TokenForm(
        "the part behind a space",
        ("split", "Split", "partition(", "explode(", "Fields("),
        rf"\b(?:[sS]plitN?|partition|explode|Fields)\(\s{{0,4}}{_SPACE}{_ARGUMENT}\)",
        ("auth.split(' ')", "explode(' ', $auth)", "strings.Fields(auth)", "auth.split()"),
        begins=True,
    ),
    TokenForm(
        "the part behind a space, in Ruby without brackets",
        (".split",),
        r"\.split(?![\w(])(?=\.last|\[-?1\]|\.at\()",
        ("auth.split.last", "auth.split[1]"),
        begins=True,
    ),
    TokenForm(
        "what is behind seven characters",
        ("(7)", ", 7)", ",7)", "[7:", "[7..", "Bearer"),
        rf"\.(?:slice|substring|substr|Substring|drop|dropFirst|byteslice)\(\s?{_SEVEN}\s?\)"
        rf"|\b(?:mb_)?substr\(\s?[^,\n]{{1,80}},\s?{_SEVEN}\s?\)"
        rf"|\[(?:{_SEVEN}|len\([\"']Bearer [\"']\))(?::|\.\.)(?:-1)?\]",
        (
            "auth.slice(7)",
            "substr($auth, 7)",
            "auth[7:]",
            'auth.Substring("Bearer ".Length)',
            'auth["Bearer ".Length..]',
        ),
    ),
    TokenForm(
        "what a framework gives",
        ("bearerToken()", "bearerAuthorization", ".credentials", "redential.token", ".token()"),
        r"\bbearerToken\(\)|\bbearerAuthorization\??\.token\b|\bcred\w{0,9}\.credentials\b"
        r"|\b\w{0,20}[cC]redential\.token\b|\b(?:auth|bearer|credentials)\.token\(\)",
        (
            "$request->bearerToken()",
            "credentials.credentials",
            "bearerAuthorization?.token",
            "auth.token()",
        ),
    ),
)
"""Expressions for a credential without its scheme."""

PARAMETERS = (
    TokenForm(
        "the authentication of Ktor",
        ("authenticate {",),
        r"\bauthenticate \{\s{1,40}(?P<ktor>\w{1,60}) ->",
        ("bearer { authenticate { «token» ->",),
    ),
    TokenForm(
        "a block of Rails",
        ("http_token",),
        r"http_token\b[^|\n]{0,40}\|\s?(?P<rails>\w{1,60})",
        ("authenticate_with_http_token do |«token», options|",),
    ),
    TokenForm(
        "the middleware KeyAuth of Echo",
        ("KeyAuth",),
        r"KeyAuth[^\n]{0,60}?func\((?P<echo>\w{1,60}) string",
        ("middleware.KeyAuth(func(«key» string, c echo.Context) (bool, error) {",),
    ),
    TokenForm(
        "the validator of Echo or Fiber",
        ("Validator:",),
        r"Validator:\s{1,8}func\((?:\w{1,20} \*?[\w.]{1,40}, )?(?P<validator>\w{1,60}) string",
        ("Validator: func(c *fiber.Ctx, «key» string) (bool, error) {",),
    ),
    TokenForm(
        "the strategy of Passport",
        ("BearerStrategy(",),
        r"BearerStrategy\(\s{0,8}(?:\{[^{}]{0,80}\},\s{0,8})?(?:async\s)?(?:function\s?)?"
        r"\((?P<passport>\w{1,60})",
        ("new BearerStrategy((«token», done) => {",),
    ),
    TokenForm(
        "a pattern of Elixir",
        ("Bearer ",),
        r"\"Bearer \"\s?<>\s?(?P<elixir>\w{1,60})\s?\]?\s{1,2}(?:<-|=)",
        ('["Bearer " <> «token»] <- get_req_header(conn, "authorization")',),
    ),
    TokenForm(
        "an expansion of the shell",
        ("#Bearer ",),
        r"\b(?P<shell>\w{1,60})=\"?\$\{\w{1,60}#{1,2}[\"']?Bearer [\"']?\}",
        ('«token»="${HTTP_AUTHORIZATION#Bearer }"',),
    ),
    TokenForm(
        "a binding of Clojure",
        ("(subs ", "/replace ", "/split "),
        r"[\[\s](?P<clojure>[a-z][\w-]{0,60})\s{1,20}\((?:some->\s|second\s\(|last\s\()?"
        r"(?:subs\s[^\n]{1,120}\s7\)"
        r"|[\w.]{1,20}/(?:replace|split)\s[^\n]{1,120}#?\"\^?(?:Bearer| \"))",
        (
            "[«token» (subs header 7)",
            '[«token» (str/replace header "Bearer " "")]',
            '[«token» (second (str/split header #" "))]',
        ),
    ),
    TokenForm(
        "the groups of an expression in PHP",
        ("preg_match(",),
        r"preg_match\(\s?[\"'][/~#]\^?\(?Bearer[^\n]{1,40}?,\s?[^,\n]{1,60},\s?\$(?P<php>\w{1,60})\)",
        ("preg_match('/^Bearer (.+)$/', $header, $«m»)",),
    ),
)
"""Where a credential gets a name other than by assignment."""

EXPECTED = (
    TokenForm(
        "the option of Hono's middleware",
        ("bearerAuth(",),
        r"bearerAuth\(\{\s{0,8}token\s?:\s?[\"'`](?P<hono>[^\"'`\s]{1,512})[\"'`]",
        ("bearerAuth({ token: '«literal»' })",),
    ),
    TokenForm(
        "the option of Fastify's plugin",
        ("keys:",),
        r"(?i:bearer)\w{0,20},\s{0,4}\{\s{0,8}keys:\s?(?:new Set\()?\[\s?[\"'`]"
        r"(?P<fastify>[^\"'`\s]{1,512})[\"'`]",
        ("register(bearerAuthPlugin, { keys: new Set(['«literal»']) })",),
    ),
    TokenForm(
        "the credentials of Akka and Pekko",
        ("Credentials.Provided",),
        r"Credentials\.Provided[^\n]{0,80}?\.verify\(\s?\"(?P<akka>[^\"\s]{1,512})\"",
        ('case p @ Credentials.Provided(_) if p.verify("«literal»") => Some("hook")',),
    ),
    TokenForm(
        "the option of Hono's middleware, by name",
        ("bearerAuth(",),
        r"bearerAuth\(\{\s{0,8}(?:token\s?:\s?)?(?P<name>[A-Za-z_]\w{0,60})\s?[,}]",
        ("bearerAuth({ «token» })", "bearerAuth({ token: «SECRET» })"),
    ),
)
"""Where code that checks the header by itself is given the secret; a group ``name`` is a constant's
name."""


_PARTS = ("earer", "redential", "plit", "7")
"""What many words have in common: most texts hold none of them."""


@cache
def _words_by_part() -> Mapping[str, tuple[str, ...]]:
    """The words of all forms by a part of each, which may be empty."""
    forms = (*REMOVALS, *PARAMETERS, *EXPECTED)
    words = dict.fromkeys(word for form in forms for word in form.words)
    parts = {word: next((part for part in _PARTS if part in word), "") for word in words}
    return {part: tuple(word for word in words if parts[word] == part) for part in (*_PARTS, "")}


@lru_cache(maxsize=2)
def _words_in(text: str) -> frozenset[str]:
    """The words that a text holds: kept while it is asked for one table of forms after the
    other."""
    return frozenset(
        word
        for part, words in _words_by_part().items()
        if part in text
        for word in words
        if word in text
    )


def found_in(
    text: str, forms: Iterable[TokenForm], is_near: Callable[[int], bool] | None = None
) -> Iterator[re.Match[str]]:
    """Everything that matches one of the forms, each position once; most texts hold none of their
    words.

    ``is_near``, if given, limits the search to what is near something that counts.
    """
    seen: set[int] = set()
    held = _words_in(text)
    for form in forms:
        if held.isdisjoint(form.words):
            continue
        for found in (
            _beginning(text, form, is_near) if form.begins else _around(text, form, is_near)
        ):
            if found.start() not in seen:
                seen.add(found.start())
                yield found


def _beginning(
    text: str, form: TokenForm, is_near: Callable[[int], bool] | None
) -> Iterator[re.Match[str]]:
    """What begins with the words of a form, but for what is within another."""
    done = 0
    for position in positions(text, filter(_words_in(text).__contains__, form.words)):
        if position < done or (is_near and not is_near(position)):
            continue
        found = _pattern(form.expression).match(text, position, position + FRONT)
        if found:
            done = found.end()
            yield found


def _around(
    text: str, form: TokenForm, is_near: Callable[[int], bool] | None
) -> Iterator[re.Match[str]]:
    """What has the words of a form in it."""
    for word in filter(_words_in(text).__contains__, form.words):
        near = filter(is_near, occurrences(text, word)) if is_near else occurrences(text, word)
        if word == "Bearer":
            near = (at for at in near if _IN_CALL.search(text, max(0, at - 16), at))
        for begin, end in _reached(near):
            yield from _pattern(form.expression).finditer(text, begin, end)


def _reached(places: Iterable[int]) -> Iterator[Span]:
    """What forms around these places, which are in order, can reach: as one where that overlaps."""
    begin = end = -1
    for place in places:
        if place - BACK > end:
            if end >= 0:
                yield begin, end
            begin = max(0, place - BACK)
        end = place + FRONT
    if end >= 0:
        yield begin, end


@cache
def _pattern(expression: str) -> re.Pattern[str]:
    return lazy_pattern(expression)
