"""Whether content may hold a webhook's handler that the rules can be about: a few words of it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from keyguard.prefilter.select import COMPILED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hyperscan import Database

    from keyguard.model import Blob
    from keyguard.model.prefilter import Prefilter
    from keyguard.settings import Settings

_OURS = (b"onnexease", b"ONNEXEASE", b"wamid")
_HEADER = (b"uthorization", b"UTHORIZATION", b"earerToken", b"-secret", b"-Secret")
_WEBHOOK = (b"ebhook", b"ebHook", b"EBHOOK", b"-hook", b"_hook", b"/hook")


def may_hold_handler(data: bytes, headers: Sequence[str] = ()) -> bool:
    """Whether it names the Gateway, or a webhook and a header with its secret."""
    if COMPILED.is_loaded and not _holds_any_word(data):
        return False
    if any(word in data for word in _OURS):
        return True
    return any(word in data for word in _WEBHOOK) and _names_header(data, headers)


def _holds_any_word(data: bytes) -> bool:
    """Whether any word is in it: 15 times as fast as to look for each."""
    from keyguard.prefilter.hyperscan_cache import has_match

    return has_match(_words(), data)


@cache
def _words() -> Database:
    from keyguard.prefilter.hyperscan_cache import ONCE, database

    return database([(b"|".join((*_OURS, *_WEBHOOK)), ONCE)])


def _names_header(data: bytes, headers: Sequence[str]) -> bool:
    """Whether it names a header that may hold the secret, in whatever way a language writes it."""
    if any(word in data for word in _HEADER):
        return True
    if not headers:
        return False
    text = data.lower().replace(b"_", b"-")
    return any(name.lower().encode() in text for name in headers)


def may_be_handler(blob: Blob, settings: Settings) -> bool:
    """Whether handlers are looked for, and content or the name of its file speaks of one."""
    if not settings.lint_handlers:
        return False
    if may_hold_handler(blob.data, settings.webhook_headers):
        return True
    paths = [place.path for place in blob.places]
    if any(word in path for path in paths for word in _OURS):
        return True
    is_webhook = any(word in path for path in paths for word in _WEBHOOK)
    return is_webhook and _names_header(blob.data, settings.webhook_headers)


class HandlerPrefilter(NamedTuple):
    """Accepts what may hold a handler, and what another prefilter accepts."""

    prefilter: Prefilter
    headers: tuple[str, ...] = ()

    @property
    def span(self) -> int:
        """That of the other: a handler's words are shorter."""
        return self.prefilter.span

    def matches(self, data: bytes) -> bool:
        """Whether ``data`` is worth a closer look."""
        return may_hold_handler(data, self.headers) or self.prefilter.matches(data)

    def which_match(self, texts: Sequence[bytes]) -> list[bool]:
        """Of each of these texts whether it is."""
        found = self.prefilter.which_match(texts)
        return [
            is_found or may_hold_handler(text, self.headers)
            for is_found, text in zip(found, texts, strict=True)
        ]

    def is_encoded(self, data: bytes) -> bool:
        """Whether ``data`` can hold anything that is encoded or packed."""
        return self.prefilter.is_encoded(data)

    def which_are_encoded(self, texts: Sequence[bytes]) -> list[bool]:
        """Of each of these texts whether it can."""
        return self.prefilter.which_are_encoded(texts)
