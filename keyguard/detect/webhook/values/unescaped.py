"""A literal without the backslashes that its language removes: they add nothing to a secret."""

from __future__ import annotations

from keyguard.detect.templates.languages import language_of
from keyguard.detect.webhook.values.assigned import Value
from keyguard.model import View
from keyguard.model.patterns import lazy_pattern

_ESCAPED_SIGN = lazy_pattern(r"\\([\"'`\\$/#{}])")
_ESCAPED = lazy_pattern(r"\\(.)")
_TWICE = "''"
"""A single quote within single quotes, in YAML."""


def unescaped(view: View, value: Value) -> str:
    """The characters that a literal stands for, as far as signs go: ``ab"cd`` for ``ab\\"cd``."""
    text = value.text
    if value.line is not None or not ("\\" in text or _TWICE in text):
        return text
    path = view.paths[0].decode("utf-8", "replace").lower() if view.paths else ""
    if path.endswith(".properties"):
        return _ESCAPED.sub(r"\1", text)
    if not value.quoted:
        return text
    quote = view.text[value.start - 1 : value.start]
    if quote == "'" and path.endswith((".yml", ".yaml")):
        return text.replace(_TWICE, "'")
    language = language_of(path)
    raw = language.raw if language else ("'" if path.endswith(".toml") else "")
    return text if quote and quote in raw else _ESCAPED_SIGN.sub(r"\1", text)
