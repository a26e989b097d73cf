"""Variables whose value a bundler writes into what it ships, known by the prefix of their name."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from keyguard.context.file_kinds import SOURCE_EXTENSIONS, extension
from keyguard.context.window import KEPT
from keyguard.model.patterns import lazy_pattern

_PUBLIC_PREFIXES = (
    "BLITZ_PUBLIC_",
    "BRISA_PUBLIC_",
    "BUN_PUBLIC_",
    "EXPO_PUBLIC_",
    "EXTENSION_PUBLIC_",
    "FARM_",
    "FLEX_APP_",
    "FRESH_PUBLIC_",
    "GATSBY_",
    "GRIDSOME_",
    "ICE_",
    "MAIN_VITE_",
    "MIX_",
    "MODERN_",
    "NEXT_PUBLIC_",
    "NG_APP_",
    "NUXT_PUBLIC_",
    "NX_PUBLIC_",
    "PLASMO_PUBLIC_",
    "POI_APP_",
    "PREACT_APP_",
    "PRELOAD_VITE_",
    "PUBLIC_",
    "RAZZLE_",
    "REACT_APP_",
    "REDWOOD_ENV_",
    "REMAX_APP_",
    "RENDERER_VITE_",
    "SANITY_APP_",
    "SANITY_STUDIO_",
    "SNOWPACK_PUBLIC_",
    "STORYBOOK_",
    "STRAPI_ADMIN_",
    "TARO_APP_",
    "UMI_APP_",
    "VITE_",
    "VUE_APP_",
    "WAKU_PUBLIC_",
    "WMR_",
    "WXT_",
    "ZUDOKU_PUBLIC_",
    "ZUPLO_PUBLIC_",
)
"""Prefixes that make a bundler write a variable's value into what it ships, such as
https://nextjs.org/docs/app/guides/environment-variables and https://vite.dev/guide/env-and-mode."""

_END_OF_PREFIX = lazy_pattern(
    f"_(?<=[A-Z]_)(?:{'|'.join(f'(?<={prefix})' for prefix in _PUBLIC_PREFIXES)})"
)
"""It is the underscore that is looked for, and then what is in front of it."""

_NEVER_BUNDLED = SOURCE_EXTENSIONS - {
    "js", "cjs", "mjs", "jsx", "ts", "cts", "mts", "tsx", "vue", "svelte", "dart",
}  # fmt: skip
"""Languages that no bundler reads: there a name such as ``VITE_KEY`` is only talked about."""

_NOT_OF_NAMES = lazy_pattern(r"[^\w]+")
_TERMS_OF_ART = lazy_pattern(r"PUBLIC_KEY(?:_|\Z)")
"""A public key is half of a pair, whatever ``PUBLIC_`` means to a bundler."""

_REACH = 600
"""Characters of a value that may be in front of what was seen in it."""
_BLOCK = 1 << 14
"""Characters in which prefixes are looked for together."""
_VALUE = lazy_pattern(
    r"(?<![A-Za-z0-9_])(?P<name>[A-Z][A-Z0-9_]{0,100})"
    r"(?:[\"'\]]{0,2}[ \t]{0,8}[:=][ \t]{0,8}[\"'`]?"
    # `key = "VITE_X"` and `value = "..."`, as Terraform's providers have it
    r"|[\"'],?\s{0,80}[\"']?value[\"']?[ \t]{0,40}[:=][ \t]{0,8}[\"']?)"
    r"[^\s\"'`]{0,500}\Z"
)


def public_prefix(name: str) -> str:
    """The prefix of a variable's name that makes a bundler inline its value; empty if none."""
    variable = _NOT_OF_NAMES.split(name.strip("\"'`[] "))[-1]
    if not variable.startswith(_PUBLIC_PREFIXES) or _TERMS_OF_ART.match(variable):
        return ""
    return next(prefix for prefix in _PUBLIC_PREFIXES if variable.startswith(prefix))


def inlining_prefix(path: str, text: str, offset: int, name: str) -> str:
    """The prefix that makes a bundler inline the value at ``text[offset]``, assigned to ``name``.

    If the key is in a URL, ``name`` is the URL's parameter: the variable is what has the whole URL.
    """
    if extension(path) in _NEVER_BUNDLED:
        return ""
    if prefix := public_prefix(name):
        return prefix
    first, ends = max(0, offset - _REACH), _ends_of_prefixes(text, offset // _BLOCK)
    if bisect_right(ends, first) == bisect_right(ends, offset):
        return ""
    variable = _VALUE.search(text[first:offset])
    return public_prefix(variable["name"]) if variable else ""


@lru_cache(maxsize=KEPT)
def _ends_of_prefixes(text: str, block: int) -> list[int]:
    """Where prefixes end in a block and in front of it: kept while its credentials are judged."""
    begin = max(0, block * _BLOCK - _REACH)
    end = (block + 1) * _BLOCK
    return [found.end() for found in _END_OF_PREFIX.finditer(text, begin, end)]
