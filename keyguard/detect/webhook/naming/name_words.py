"""Whether a name holds a webhook's secret itself: what the other words in it say."""

from __future__ import annotations

import re

from keyguard.model.patterns import lazy_pattern

_WORD = lazy_pattern(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", re.ASCII)

_NOT_THE_VALUE = frozenset({
    "name", "names", "ref", "refs", "arn", "id", "ids", "path", "paths", "file", "url", "uri",
    "header", "headers", "manager", "enabled", "disabled", "required", "length", "len", "size",
    "at", "ttl", "expiry", "expires", "expired", "version", "prefix", "suffix", "schema", "type",
    "field", "label", "placeholder", "description", "desc", "hint", "help", "error", "errors",
    "message", "msg", "missing", "invalid", "env", "var", "regex", "pattern", "min", "max",
    "title", "input", "form", "param", "params", "cmd", "command", "provider", "location",
    "source", "count", "masked", "preview", "last", "fingerprint", "algorithm", "rotation",
    "rotated", "policy", "column", "attr", "attribute", "property", "format", "encoding",
    "keyref", "namespace", "role", "constant", "option", "setting", "configured", "generated",
    "resource", "volume", "mount", "missingmessage", "validator", "generator", "store", "cache",
    "status", "is", "has", "short", "long", "weak", "strength",
    "method", "methods", "scheme", "schemes", "mode", "user", "username", "realm", "strategy",
    "authority", "uzunlugu", "zorunlu", "obrigatoria", "requerida",
    "rules", "text", "hash", "hashed", "digest", "sha", "checksum", "salt",
    "kind", "state", "toggle", "selector", "copied", "saved", "tooltip", "caption", "icon",
    "template", "templates", "doc", "docs", "note", "notes", "comment", "link",
    "png", "svg", "jpg", "gif", "webp", "pdf", "html", "adoc", "rst", "mdx",
    "visible", "visibility", "shown", "revealed", "button", "testid", "flag", "flags",
})  # fmt: skip
"""Last words of names that hold something about the secret."""
_ABOUT_IT = lazy_pattern(r"[a-z]{3,}(?:ing|tion|ment|able|ity|ness)")
_ENVIRONMENTS = frozenset({"staging", "testing", "production"})
"""Words that end as those which say what is done with a secret, and say where it is used."""

_VERBS = frozenset({
    "get", "is", "has", "read", "load", "find", "fetch", "verify", "validate", "check",
    "generate", "create", "rotate", "delete", "remove", "update", "resolve", "lookup", "require",
    "missing", "invalid", "use",
})  # fmt: skip
"""First words of functions and flags that do not hold a secret."""
_GIVERS = frozenset({"get", "load", "read", "fetch"})
_GIVES = lazy_pattern(
    r"\((?:self|cls)?\)(?:\)?\s{0,20}\.(?:then|will)Return\(|[^{};\n]{0,40}\{\s{0,60}return\s{1,4}[\"']"
    r"|[^:\n]{0,40}:[ \t]{0,4}\r?\n[ \t]{1,12}return[ ][\"'])"
)
"""But one that returns nothing else, or that a test makes return it."""


def holds_the_value(text: str, start: int, core_end: int, end: int) -> bool:
    """Whether the name at ``text[start:end]`` holds the secret itself.

    False for the name of its file, its length, or a check of it. The part that makes it a secret's
    name ends at ``core_end``.
    """
    rest = text[core_end:end]
    if rest in ("s", "S"):
        return True
    if rest[:1].islower() or (rest[:1].isupper() and text[core_end - 1].isupper()):
        return False
    if any(map(_is_about_it, _WORD.findall(rest))):
        return False
    name = text[start:end]
    own_name = name.rpartition(".")[2] or name
    first = _WORD.search(own_name)
    if first is None or first[0].isupper() or first[0] not in _VERBS:
        return True
    return first[0] in _GIVERS and _GIVES.match(text, end) is not None


def _is_about_it(word: str) -> bool:
    lower = word.lower()
    about = _ABOUT_IT.fullmatch(lower) is not None and lower not in _ENVIRONMENTS
    return about or lower in _NOT_THE_VALUE
