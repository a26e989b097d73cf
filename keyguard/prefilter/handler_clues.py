"""Whether content may have a webhook handler that the rules can judge, by a few words."""

from __future__ import annotations

from functools import cache

from keyguard.model.record import NamedTuple
from keyguard.prefilter.select import COMPILED

TYPE_CHECKING = False
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
    """Whether content names the Gateway, or a webhook and a header with its secret."""
    if COMPILED.is_loaded:
        ours, webhook, header = _found_at_once(data)
    else:
        ours, webhook = _holds_any(_OURS, data), _holds_any(_WEBHOOK, data)
        header = not ours and webhook and _holds_any(_HEADER, data)
    return ours or (webhook and (header or _names_own_header(data, headers)))


def _holds_any(words: Sequence[bytes], data: bytes) -> bool:
    return any(word in data for word in words)


def _found_at_once(data: bytes) -> tuple[bool, bool, bool]:
    """Of which words any is in it: 15 times as fast as to look for each."""
    from keyguard.prefilter.hyperscan_cache import ids_in

    found = ids_in(_words(), data)
    return 0 in found, 1 in found, 2 in found


@cache
def _words() -> Database:
    from keyguard.prefilter.hyperscan_cache import ONCE, database

    return database([(b"|".join(words), ONCE) for words in (_OURS, _WEBHOOK, _HEADER)])


def _names_own_header(data: bytes, headers: Sequence[str]) -> bool:
    """Whether it names a header of a configuration, in whatever way a language writes it."""
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
    if any(_holds_any(_OURS, path) for path in paths):
        return True
    if not any(_holds_any(_WEBHOOK, path) for path in paths):
        return False
    return _holds_any(_HEADER, blob.data) or _names_own_header(blob.data, settings.webhook_headers)


class HandlerPrefilter(NamedTuple):
    """Accepts content that may have a handler, and whatever another prefilter accepts."""

    prefilter: Prefilter
    headers: tuple[str, ...] = ()

    @property
    def span(self) -> int:
        """The other prefilter's span: a handler's words are shorter."""
        return self.prefilter.span

    def matches(self, data: bytes) -> bool:
        """Whether ``data`` is worth a closer look."""
        return may_hold_handler(data, self.headers) or self.prefilter.matches(data)

    def which_match(self, texts: Sequence[bytes]) -> list[bool]:
        """For each text whether it is worth a closer look."""
        found = self.prefilter.which_match(texts)
        return [
            is_found or may_hold_handler(text, self.headers)
            for is_found, text in zip(found, texts, strict=True)
        ]

    def is_encoded(self, data: bytes) -> bool:
        """Whether ``data`` can hold anything that is encoded or packed."""
        return self.prefilter.is_encoded(data)

    def which_are_encoded(self, texts: Sequence[bytes]) -> list[bool]:
        """For each text whether it can hold anything encoded or packed."""
        return self.prefilter.which_are_encoded(texts)
