"""Whether a piece of source is a literal value, or a lookup, reference, template or type."""

from __future__ import annotations

import re
from functools import lru_cache

from keyguard.detect.text.search import only, others_than
from keyguard.model.patterns import lazy_pattern

_REFERENCE = lazy_pattern(
    r"[a-z0-9+._-]{1,30}://|//[\w-]+(?:\.[\w-]+)+(?:[/:]|\Z)"
    r"|(?:vault|op|ssm|sm|file|env|arn|gcp|awssm|keyring|keychain|secret|secrets|doppler|infisical"
    r"|secretsmanager|akv|keyvault|bws|akeyless|conjur|chamber)(?::|\+)"
    r"|ref[+:]|@Microsoft\.KeyVault|!(?:Ref|Sub|GetAtt|secret|env_var|var|encrypted)\b"
    r"|@[a-z][a-z0-9_-]{2,60}\Z|projects/|/(?:run|etc|var|mnt|opt|prod|dev)/"
    r"|[\w./-]{1,120}\.(?:txt|pem|crt|key|env|json|ya?ml|toml)\Z"
    r"|%?env\(|varlock\(|@[a-z]{1,20}/|lookup\(|vault_|process\.env|os\.|secrets\."
    r"|[a-z][a-z0-9-]{0,60}(?:secret|token|key|hook)[a-z0-9-]{0,40}:(?:latest|[0-9]{1,4})\Z"
    r"|%\([\w:.-]{1,60}\)s|!ENV\s|SecureRandom|openssl\s|ENV\["
    r"|\{!\$?[A-Za-z][\w.]{0,120}\}\Z",
)
"""Where the values of secret stores, Spring, CloudFormation and Ansible, and lookups, begin; merge
fields of Salesforce, versions of secrets of Google Cloud."""

_TEMPLATE_CHARACTERS = frozenset("${}<>%")

_NAME_LIKE = lazy_pattern(r"[A-Z][A-Z_]*")
_NAME_WORDS = lazy_pattern(r"SECRET|TOKEN|WEBHOOK|HOOK")
_TYPE = lazy_pattern(
    r"(?:java\.lang\.|System\.)?(?:Option(?:al)?|Secret|Nullable|Maybe|List|Array|Vec)?[<\[]?"
    r"(?:str|string|String|text|Text|bytes?|any|Any|object|unknown|char|varchar|SecretStr"
    r"|SecretString|CharField|&str|ID)[>\]]?[!?]?(?:\[\])?",
)
_COLUMN = lazy_pattern(
    r"(?:n?varchar2?|n?char|character varying|(?:long|medium|tiny)?text|string|bytea|uuid|jsonb)"
    r"(?:\(\d{1,5}\)|:\d{1,5})?(?:\s(?:not\s)?null)?",
    re.IGNORECASE,
)
"""The type of a column, as SQL and the migrations of frameworks have it."""
_RULES = lazy_pattern(
    r"(?:bail|filled|max|min|nullable|present|prohibited|required|size|sometimes|string)"
    r"(?:_[a-z_]{1,30})?(?::[^|]{0,80})?(?:\|[a-z_]{1,30}(?::[^|]{0,80})?){0,12}"
)
"""What a value must be like: https://laravel.com/docs/validation#available-validation-rules"""
_SORTED = lazy_pattern(r"(?:asc|desc)(?:\snulls\s(?:first|last))?", re.IGNORECASE)
_PATH = lazy_pattern(r"/?[A-Za-z][A-Za-z_-]*(?:[.:/](?:v\d|[A-Za-z][A-Za-z_-]*))+")
_PATH_TO_SECRET = lazy_pattern(r"hook.*(?:secret|token|key|sign)", re.IGNORECASE)
_PERMISSION = lazy_pattern(
    r"(?:read|write|view|edit|create|update|delete|manage|list|get|admin)[:.][a-z][a-z_.:*-]*"
    r"|[a-z][a-z_.-]*[:.](?:read|write|view|edit|create|update|delete|manage|list|get|admin|\*)"
)
_BUILT = lazy_pattern(r"[\w./@~-]{1,200}\.(?:[cm]?jsx?|css|map|html?|svg|png|vue|tsx?)")
"""A file that a build writes, or that one is made of."""
_SELECTOR = lazy_pattern(
    r"[a-z]{0,20}\[[\w-]{1,40}(?:[~|^$*]?=.{1,80})?\]|//(?:[a-z]{1,20}|\*)\[[@a-z].{1,80}\]"
)
"""Of CSS and of XPath."""
_ROUTE = lazy_pattern(
    r"(?:/(?:v\d|:[A-Za-z]\w{0,30}|\{\w{1,30}\}|[a-z]+(?:[-_][a-z]+)*(?:-\d{1,3})?)){2,8}/?"
)
_PATH_IN_STORE = lazy_pattern(
    r"(?=.{0,300}?(?:hook|secret|key|token|cred|prod|stag|dev|vault|kv/|/v\d))"
    r"[a-z][a-z_-]{0,30}(?:/[a-z][a-z_-]{0,40}){1,6}/(?:[a-z][a-z_-]{0,40}|v\d)"
)
"""``prod/webhook/v1``: three parts at least, since two may be a date or words of a secret, and one
that tells what is stored, or for where: any words between slashes may be a secret themselves."""
_EMPTY_WORDS = frozenset({
    "null", "nil", "none", "undefined", "true", "false", "yes", "no", "on", "off", "required",
    "optional", "missing", "invalid", "unset", "empty", "boolean", "number", "function", "object",
    "string", "symbol", "default", "set", "present", "absent", "configured", "hidden", "masked",
    "literal", "value", "redacted", "n/a", "na", "tbd", "-", "~", "unknown", "unauthorized",
    "forbidden", "input", "text", "field", "encrypted", "hashed", "nullable", "sometimes",
    "secret_text", "mismatch", "rotated", "asc", "desc", "ascending", "descending", "enum",
    "keyword", "isnull", "isnotnull", "notnull", "is_null", "is_not_null", "not_null", "exists",
    "notexists", "not_exists", "isempty", "isnotempty", "notempty", "is_empty", "not_empty",
    "contains", "startswith", "endswith", "equals", "notequals",
})  # fmt: skip
_FRAME = " *-=_~#."
"""What pages put around such a word: ``--None--``."""
_VERSION = lazy_pattern(r"[\^~>=v]{0,2}\d{1,4}(?:\.\d{1,6}){1,3}(?:-[a-z]{1,10}[.\d]{0,6})?")
_PROSE = lazy_pattern(
    r"\b(?:the|is|are|to|for|of|your|must|not|with|from|used|a|an|in|if|when|and|or|this)\b",
    re.IGNORECASE,
)
_SPOKEN = lazy_pattern(
    r"[(\"'‘“<`*{]{0,3}[^\W\d_]+(?:['’/-][^\W\d_]+)*[)\"'’”>`*}.,:;!?…]{0,4}|\d+|[-–—&]"
)
_ESCAPED_LETTER = lazy_pattern(r"\\u((?!d[89a-f])[0-9a-f]{4})", re.IGNORECASE)
"""But for one half of a letter beyond the first 65,536."""
_SPACES = lazy_pattern(r"(?:\s|\\{1,4}(?:[nrtfvb0]|u00[02][0-9a-dA-D]|x[02][0-9a-dA-D]))+")
_RANDOM_LENGTH = 20
_RANDOM_DIGITS = 3
_DRAWN = lazy_pattern(
    rf"(?=(?:[A-Za-z]*[0-9]){{{_RANDOM_DIGITS}}})[A-Za-z0-9]{{{_RANDOM_LENGTH},}}"
)


def is_reference(value: str) -> bool:
    """Whether the value says where a secret is kept: ``vault:...``, ``op://...``."""
    return bool(_REFERENCE.match(value))


def is_space(value: str) -> bool:
    """Whether the value is only escapes of white space, as in ``"secret:" + x + "\\n"``."""
    return bool(_SPACES.fullmatch(value))


def without_template_characters(value: str) -> str:
    """The value without ``${}<>%``, which are just punctuation where there are no templates."""
    return only(_is_no_sign, _SIGNS, value)


def _is_no_sign(character: str) -> bool:
    return character not in _TEMPLATE_CHARACTERS


_SIGNS = others_than(_is_no_sign)


def is_name_of_variable(value: str) -> bool:
    """Whether the value is the name of a variable or constant, such as ``WEBHOOK_SECRET``."""
    return bool(_NAME_LIKE.fullmatch(value))


def is_name_of_secret(value: str) -> bool:
    """Whether the value is a variable's name that mentions secrets; ``DEFAULT_KEY`` is not."""
    return bool(_NAME_LIKE.fullmatch(value) and _NAME_WORDS.search(value))


def is_type_or_constant(value: str) -> bool:
    """Whether the value is a type, a rule or an order, or says that there is no value.

    For example ``str``, ``varchar(64)``, ``required|string``, ``desc`` and ``null``.
    """
    first = value.partition("|")[0].lower()
    patterns = (_TYPE, _COLUMN, _RULES, _SORTED)
    return (
        first in _EMPTY_WORDS
        or first.strip(_FRAME) in _EMPTY_WORDS
        or any(each.fullmatch(value) for each in patterns)
    )


def is_path(value: str) -> bool:
    """Whether the value says where a secret is, in a configuration or on a page, or who may do what
    with it.

    For example ``settings.webhooks.secret``, ``[name=secret]`` and ``read:webhooks``.
    """
    path = _PATH.fullmatch(value) and _PATH_TO_SECRET.search(value)
    patterns = (_PERMISSION, _SELECTOR, _ROUTE, _PATH_IN_STORE, _BUILT)
    return bool(path) or any(each.fullmatch(value) for each in patterns)


def is_prose(value: str) -> bool:
    """Whether the value is a sentence or a label for people."""
    words = value.split()
    if len(words) < 2 or sum(map(_is_word, words)) * 2 <= len(words):
        return False
    return (
        words[0][0].isupper()
        or value[-1] in ".:!?…"
        or bool(_PROSE.search(value))
        or len(words) > 8
    )


def _is_word(word: str) -> bool:
    return bool(_SPOKEN.fullmatch(word))


def is_label(value: str) -> bool:
    """Whether bare text goes on as a sentence, longer than most phrases that people choose."""
    return len(value.split()) >= 4 and is_prose(value)


def is_version(value: str) -> bool:
    """Whether the value is a version, as in a list of packages: ``^1.2.3``."""
    return bool(_VERSION.fullmatch(value))


def in_letters(value: str) -> str:
    """The value with the letters that JSON and JavaScript write as ``\\u00e9``."""
    if "\\" not in value:
        return value
    return _ESCAPED_LETTER.sub(lambda escape: chr(int(escape[1], 16)), value)


def looks_random(word: str) -> bool:
    """Whether a word is as long and has as many digits as a random one."""
    if is_drawn(word):
        return True
    digits = sum(map(str.isdigit, word))
    return len(word) >= _RANDOM_LENGTH and digits >= _RANDOM_DIGITS


def is_drawn(word: str) -> bool:
    """Whether a word has only letters and digits, as many as a random one: most secrets do."""
    return _DRAWN.fullmatch(word) is not None


@lru_cache(maxsize=256)
def squeezed(text: str) -> str:
    """Letters and digits in lower case: ``webhook-secret`` and ``webhookSecret`` are one name."""
    lower = text.lower()
    return lower if lower.isalnum() else "".join(filter(str.isalnum, lower))
