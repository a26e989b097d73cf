"""Secrets of Kubernetes that are called webhook: their keys say no more than ``secret``.

https://kubernetes.io/docs/concepts/configuration/secret/,
https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/secretgenerator/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.model.patterns import lazy_pattern

MANIFEST_REACH = 600
"""Characters on either side of what says of what kind a manifest is, in which the rest of it is."""

_KIND = lazy_pattern(r"\bkind[\"']?:[ \t]{0,8}[\"']?Secret\b")
_BEGINS = lazy_pattern(r"\n---|\bapiVersion\b")
_ANOTHER = lazy_pattern(r"\n---|\bkind[\"']?:")
_NAME = lazy_pattern(
    r"(?<![\w./-])name[\"']?:[ \t]{0,8}[^\n,]{0,100}?"
    r"(?:(?P<webhook>web-?hook)(?!-?(?:url|address|certs?|ca|tls)\b)|connexease)",
    re.IGNORECASE,
)
_MADE_BY_KUBERNETES = lazy_pattern(r"\btype[\"']?:[ \t]{0,8}[\"']?kubernetes\.io/")
_DATA = lazy_pattern(
    r"(?:(?<=\n)|(?<=[{,\s]))(?P<indent>[ \t]{0,8})[\"']?(?:stringData|data)[\"']?:[ \t]{0,8}"
    r"(?:\{(?P<members>[^{}]{1,500})\}"
    r"|\r?\n(?P<lines>(?:(?P=indent)[ \t][^\n]{0,600}(?:\n|\Z)){1,12}))"
)
_KEY = "secret(?:[-_]?key)?|token|passw(?:or)?d|bearer"
_KEY_OF_WEBHOOK = lazy_pattern(rf"(?<![\w.-])(?:{_KEY})(?=[\"']?:)", re.IGNORECASE)
_KEY_OF_GATEWAY = lazy_pattern(r"(?<![\w.-])secret(?=[\"']?:)", re.IGNORECASE)
"""Its token and its key call the API."""
_GENERATED = lazy_pattern(
    r"\bname:[ \t]{0,8}[\"']?[\w.-]{0,60}web-?hook[\w.-]{0,60}[\"']?[ \t]{0,8}\r?\n"
    r"(?:[ \t]{1,12}[\w-]{1,20}:[^\n]{0,80}\n){0,3}[ \t]{1,12}literals:[ \t]{0,8}\r?\n"
    r"(?P<literals>(?:[ \t]{1,12}-[ \t][^\n]{0,600}(?:\n|\Z)){1,8})",
    re.IGNORECASE,
)
_LITERAL = lazy_pattern(rf"-[ \t][\"']?(?P<key>{_KEY})(?==)", re.IGNORECASE)


def keys_in_manifests(text: str, lower: str) -> Iterator[tuple[int, int]]:
    """The keys of the data of secrets that are called so."""
    if "secret" in lower and "kind" in lower:
        for kind in _KIND.finditer(text):
            yield from _keys_around(text, kind.start())
    if "literals:" in lower and "hook" in lower:
        for found in _GENERATED.finditer(text):
            literals = _LITERAL.finditer(text, *found.span("literals"))
            yield from (each.span("key") for each in literals)


def _keys_around(text: str, kind: int) -> Iterator[tuple[int, int]]:
    first, last = max(0, kind - MANIFEST_REACH), kind + MANIFEST_REACH
    other = _ANOTHER.search(text, kind + 1, last)
    name = _NAME.search(text, kind, other.start() if other else last)
    if name is None:
        return
    for begins in _BEGINS.finditer(text, first, kind):
        first = begins.end()
    if following := _BEGINS.search(text, name.end(), last):
        last = following.start()
    if _MADE_BY_KUBERNETES.search(text, first, last):
        return
    keys = _KEY_OF_WEBHOOK if name["webhook"] else _KEY_OF_GATEWAY
    for data in _DATA.finditer(text, first, last):
        inside = data.span("members" if data["members"] else "lines")
        yield from (key.span() for key in keys.finditer(text, *inside))
