"""What a handler of webhooks computes or checks a signature with, in the languages and the
libraries of those who write them: literals, and constants."""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.detect.text.search import lowered, occurrences
from keyguard.detect.webhook.comparison.constants import is_set, literal_of
from keyguard.detect.webhook.comparison.operands import Operand
from keyguard.detect.webhook.values.assigned import Value
from keyguard.model import View
from keyguard.model.patterns import lazy_pattern

NEAR = 500
"""Characters on either side of a call within which something says that it is for a webhook."""
LONGEST_CALL = 460

_LITERAL = r"(?P<q>[\"'`])(?P<value>[^\"'`\n\\]{6,200})(?P=q)"
_KEY = (
    rf"(?:{_LITERAL}|(?P<name>(?:self\.|this\.|\$this->|self::)?[$@]?[A-Za-z_]\w{{0,60}})"
    r"(?![\w(\[]|\.(?!\w{0,12}[bB]yte|encode|utf8|data\()))"
)
"""A literal, or the name of one."""
_HASH = (
    r"(?:[\"'`]\w[\w-]{1,12}[\"'`]|:\w{1,12}"
    r"|OpenSSL::Digest(?:::\w{1,8})?\.new(?:\([\"']\w{1,12}[\"']\))?)"
)
_ARGUMENT = r"(?:[^;\"'(),]|\((?:[^()]|\([^()]{0,80}\)){0,80}\)){1,120}"
_COMPUTED = (
    ("hmac.", r"hmac\.New\(\s{0,8}\w{1,20}\.\w{1,20},\s{0,8}\[\]byte\(%s\)"),
    ("hmac.", r"hmac\.(?:new|digest|HMAC)\(\s{0,20}(?:key\s?=\s?)?(?:bytes\(\s?)?b?%s(?=[.,)\s])"),
    ("hmac.", rf"HMAC\.(?:hex|base64)?digest\(\s{{0,20}}{_HASH},\s{{0,20}}%s"),
    ("createhmac(", rf"createHmac\(\s{{0,20}}{_HASH},\s{{0,20}}(?:Buffer\.from\()?%s"),
    # https://developer.mozilla.org/en-US/docs/Web/API/SubtleCrypto/importKey
    (
        "importkey(",
        r"importKey\(\s{0,20}[\"']raw[\"'],\s{0,20}[\w.() ]{1,40}\.encode\(%s\),\s{0,20}"
        r"(?:\{[^{}]{0,60})?[\"']HMAC",
    ),
    ("hash_hmac(", rf"hash_hmac\(\s{{0,8}}{_HASH},{_ARGUMENT},\s{{0,8}}%s"),
    ("hmacutils(", r"HmacUtils\(\s{0,8}[\w.]{1,60},\s{0,8}%s"),
    (
        "secretkeyspec(",
        r"SecretKeySpec\(\s{0,20}%s\.\w{0,12}[bB]yte\w{0,8}\([^()]{0,60}\),\s{0,20}[\"']Hmac",
    ),
    ("hmac", r"HMAC(?:SHA\d{1,3}|MD5)(?:\.HashData)?\(\s{0,8}[\w.]{0,40}\.GetBytes\(%s\)"),
    ("hmac", r"Hmac\w{0,12}(?:::)?(?:<\w{1,12}>)?::new\w{0,12}\(\s{0,8}b?%s(?=[.)])"),
    ("hmac", r"Hmac\(\s{0,8}\w{1,12},\s{0,8}(?:utf8|ascii)\.encode\(%s\)"),
    ("hmac", rf"hmac_sha\d{{1,3}}(?:_\w{{1,6}})?\({_ARGUMENT},\s{{0,8}}%s"),
    ("hmac:", r"hmac:new\(%s"),
    ("hmac ", r"(?<=-)hmac[ ]{1,4}%s"),
    # https://developer.apple.com/documentation/cryptokit/symmetrickey
    ("symmetrickey(", r"SymmetricKey\(data:\s(?:Data\()?%s\.(?:utf8|data\()"),
    (":crypto.", r":crypto\.(?:mac|hmac)\((?::hmac,\s?)?:\w{1,10},\s?%s"),
)
"""A word in lower case with which what computes a signature begins, and its expression."""
_CHECKED = (
    # https://pkg.go.dev/github.com/google/go-github/v66/github#ValidatePayload
    ("github.validate", r"github\.Validate\w{7,20}\([^\"`\n]{1,120},\s{0,8}\[\]byte\(%s\)"),
)
"""The same of what does nothing else than check the signatures of webhooks."""
_ASKED = tuple(
    (
        word,
        rf"(?i:{word}_?\w{{0,16}}?(?:webhook|signature|hmac)\w{{0,12}})\(\s{{0,20}}"
        r"(?:[^;]{0,160}?(?:[sS]ig|[hH]eader|HEADER|HTTP_)[^;]{0,60}?,\s{0,20})?"
        rf"(?![\"'](?i:(?:sha|md|[rhe]s)-?\d|hex|base64|utf|sig|x-|wrong|bad|(?:in|not)[-_]?(?:valid|correct))){_LITERAL}\s{{0,20}}\)",
    )
    for word in ("verify", "validate")
)
"""The same of functions of one's own, whose last argument it is: behind the signature, or alone."""
_ROWS = tuple(
    (word, lazy_pattern(expression), is_webhooks)
    for rows, is_webhooks in (
        (_ASKED, False),
        ([(word, expression % _KEY) for word, expression in _COMPUTED], False),
        ([(word, expression % _KEY) for word, expression in _CHECKED], True),
    )
    for word, expression in rows
)
_OF_WEBHOOK = lazy_pattern(r"web[-_ .]?hook|x[-_](?:[a-z0-9]{1,20}[-_]){0,3}signature")
_PUBLIC = frozenset({"WebAppData"})
"""Keys that are the same for all: https://core.telegram.org/bots/webapps"""


def signing_keys(view: View, *, about_webhooks: bool, named_so: bool) -> Iterator[Value]:
    """Each literal. What computes any signature counts in a text that is ``about_webhooks``, where
    that is said beside it, or in all of it if the file is named so."""
    for key in _keys(view.text, about_webhooks, named_so):
        text = view.text[key.start : key.end]
        if key.is_literal:
            yield Value(text, key.start, quoted=True)
        elif value := literal_of(view, text, key.start):
            yield value


def signs_with_other_part(text: str, *, about_webhooks: bool, named_so: bool) -> bool:
    """Whether a key has a name that is set outside of this part of a text."""
    keys = _keys(text, about_webhooks, named_so)
    names = (key for key in keys if not key.is_literal)
    return any(not is_set(text, text[key.start : key.end], key.start) for key in names)


def _keys(text: str, about_webhooks: bool, named_so: bool) -> Iterator[Operand]:
    lower = lowered(text)
    for word, expression, is_webhooks in _ROWS if about_webhooks else _ROWS[-len(_CHECKED) :]:
        for position in occurrences(lower, word):
            call = expression.match(text, position, position + LONGEST_CALL)
            if call is None or call["value"] in _PUBLIC:
                continue
            first, last = max(0, position - NEAR), position + NEAR
            if is_webhooks or named_so or _OF_WEBHOOK.search(lower, first, last):
                group = "value" if call["value"] else "name"
                yield Operand(*call.span(group), is_literal=group == "value")
