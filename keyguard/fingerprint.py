"""Names for credentials and findings that do not give the credential away."""

from keyguard.model.digests import hash_named

DIGEST_LENGTH = 32
"""Hexadecimal digits that are kept: 128 bits."""


def digest(value: str) -> str:
    """A name for a credential, the same wherever it is seen."""
    return _hash(value.encode(errors="surrogatepass"))


def fingerprint(rule: str, value: str, path: bytes) -> str:
    """A name for a finding, the same whatever its line, commit and author."""
    return _hash(b"\0".join((rule.encode(), value.encode(errors="surrogatepass"), path)))


def _hash(data: bytes) -> str:
    return hash_named("sha256")(b"keyguard/1\0" + data).hexdigest()[:DIGEST_LENGTH]
