"""Whether content may hold a webhook's handler that the rules can be about: a few words of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from keyguard.model import Blob
    from keyguard.model.prefilter import Prefilter

_OURS = (b"onnexease", b"ONNEXEASE", b"wamid")
_HEADER = (b"uthorization", b"UTHORIZATION", b"earerToken", b"-secret", b"-Secret")
_WEBHOOK = (b"ebhook", b"ebHook", b"EBHOOK", b"-hook", b"_hook", b"/hook")


def may_hold_handler(data: bytes) -> bool:
    """Whether it names the Gateway, or a webhook and the header with its secret."""
    if any(word in data for word in _OURS):
        return True
    return any(word in data for word in _HEADER) and any(word in data for word in _WEBHOOK)


def may_be_handler(blob: Blob) -> bool:
    """Whether content, or the name of its file, speaks of one."""
    return may_hold_handler(blob.data) or any(
        word in place.path for place in blob.places for word in _OURS
    )


class HandlerPrefilter(NamedTuple):
    """Accepts what may hold a handler, and what another prefilter accepts."""

    prefilter: Prefilter

    @property
    def span(self) -> int:
        """That of the other: a handler's words are shorter."""
        return self.prefilter.span

    def matches(self, data: bytes) -> bool:
        """Whether ``data`` is worth a closer look."""
        return may_hold_handler(data) or self.prefilter.matches(data)

    def which_match(self, texts: Sequence[bytes]) -> list[bool]:
        """Of each of these texts whether it is."""
        found = self.prefilter.which_match(texts)
        return [
            is_found or may_hold_handler(text) for is_found, text in zip(found, texts, strict=True)
        ]

    def is_encoded(self, data: bytes) -> bool:
        """Whether ``data`` can hold anything that is encoded or packed."""
        return self.prefilter.is_encoded(data)

    def which_are_encoded(self, texts: Sequence[bytes]) -> list[bool]:
        """Of each of these texts whether it can."""
        return self.prefilter.which_are_encoded(texts)
