"""Names for credentials and findings that do not give the credential away."""

from __future__ import annotations

from keyguard.model.digests import hash_named
from keyguard.model.patterns import lazy_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeGuard

DIGEST_LENGTH = 32
"""Hexadecimal digits that are kept: 128 bits."""
_DIGEST = lazy_pattern(rf"[0-9a-f]{{{DIGEST_LENGTH}}}")


def digest(value: str) -> str:
    """A name for a credential, equal wherever the credential is seen."""
    return _hash(value.encode(errors="surrogatepass"))


def fingerprint(rule: str, value: str, path: bytes) -> str:
    """A name for a finding, whatever its line, commit and author."""
    return _hash(b"\0".join((rule.encode(), value.encode(errors="surrogatepass"), path)))


def is_digest(value: object) -> TypeGuard[str]:
    """Whether a value that comes from outside is written like a digest or fingerprint."""
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def _hash(data: bytes) -> str:
    return hash_named("sha256")(b"keyguard/1\0" + data).hexdigest()[:DIGEST_LENGTH]
