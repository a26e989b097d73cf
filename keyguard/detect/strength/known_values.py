"""Secrets that only look random: known examples, digests of words, clock readings, encoded text."""

from __future__ import annotations

import binascii
import re
from functools import cache

from keyguard.detect.strength.word_lists import word_lists
from keyguard.model.patterns import lazy_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from uuid import UUID

_EXAMPLES = frozenset((
    # https://docs.svix.com/receiving/verifying-payloads/how
    "mfkq9r8gkyqrtwjupd8ilpzio2lalasw",
    # https://api.slack.com/authentication/verifying-requests-from-slack
    "8f742231b10e8888abcd99yyyzzz85a5",
    # https://docs.github.com/en/rest/apps/apps#create-a-github-app-from-a-manifest
    "e340154128314309424b7c8e90325147d99fdafa",
))  # fmt: skip
"""In small letters and without a prefix such as ``whsec_``."""

_PREFIX = lazy_pattern(r"[A-Za-z]{2,10}_")
_HEX = lazy_pattern(r"(?:[0-9A-Fa-f]{2}){12,128}")
_BASE64 = lazy_pattern(r"[A-Za-z0-9+/_-]{16,512}={0,2}")
_UUID = lazy_pattern(r"[0-9a-f]{8}(-?)[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12}", re.I)
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_PRINTABLE = lazy_pattern(r"[ -~]{10,}")
_DIGESTS = {32: "md5", 40: "sha1", 64: "sha256"}
_COMMON_WORDS = 5_000
_OWN_WORDS = (
    "webhook", "webhooks", "connexease", "gateway", "webhook_secret", "webhook-secret",
    "webhooksecret", "supersecret", "topsecret", "production", "staging", "development", "",
)  # fmt: skip


def is_known_example(value: str) -> bool:
    """Whether some documentation shows this very secret."""
    bare = _PREFIX.sub("", value, count=1) if "_" in value else value
    return bare.lower() in _EXAMPLES


def digest_of_word(value: str) -> str:
    """The algorithm if the value is the digest of a common word or password; else empty."""
    algorithm = _DIGESTS.get(len(value), "")
    if algorithm and _HEX.fullmatch(value) and bytes.fromhex(value) in _digests(algorithm):
        return algorithm.upper()
    return ""


def is_uuid(value: str) -> bool:
    """Whether the value is a UUID.

    Without hyphens it counts only if its version says that it is random.
    """
    return _uuid_of(value) is not None


def is_from_the_clock(value: str) -> bool:
    """Whether the value is a UUID of a version that counts time instead of drawing lots."""
    found = _uuid_of(value)
    return found is not None and "-" in value and found.version in (1, 2)


def _uuid_of(value: str) -> UUID | None:
    if not _UUID.fullmatch(value):
        return None
    import uuid  # few values are any

    found = uuid.UUID(value)
    is_one = found.variant == uuid.RFC_4122 and ("-" in value or found.version == 4)
    return found if is_one else None


def decoded_text(value: str) -> str:
    """The text whose base64 or hexadecimal form the value is; empty if it is neither."""
    try:
        if _HEX.fullmatch(value):
            data = bytes.fromhex(value)
        elif _BASE64.fullmatch(value):
            standard = value.rstrip("=").encode("ascii").translate(_URL_SAFE)
            data = binascii.a2b_base64(standard + b"=" * (-len(standard) % 4))
        else:
            return ""
    except binascii.Error:
        return ""
    text = data.decode("ascii") if data.isascii() else ""
    return text if _PRINTABLE.fullmatch(text) else ""


@cache
def _digests(algorithm: str) -> frozenset[bytes]:
    import hashlib  # loads OpenSSL, and few values look like a digest

    words = [*word_lists()["passwords"][:_COMMON_WORDS], *_OWN_WORDS]
    words += word_lists()["english_wikipedia"][:_COMMON_WORDS]
    digest = getattr(hashlib, algorithm)
    return frozenset(digest(word.encode(), usedforsecurity=False).digest() for word in words)
