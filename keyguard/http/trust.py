"""The certificates that are trusted: the system's, and those of a file that the user names."""

from __future__ import annotations

import ssl
from pathlib import Path

from keyguard.errors import KeyguardError


def read_ca(path: Path | None) -> str | None:
    """The certificates of a PEM file as text; None without a file. Raises ``KeyguardError``."""
    if path is None:
        return None
    try:
        return path.read_text("ascii")
    except (OSError, ValueError) as error:
        raise KeyguardError(
            f"the certificates {path} (--ca) can't be read; name a PEM file."
        ) from error


def tls_context(ca: str | None) -> ssl.SSLContext:
    """A context that checks certificates and host names, for TLS 1.2 or newer.

    Raises ``KeyguardError``. Not ``ssl.create_default_context``, which writes the keys of
    connections to the file that the variable SSLKEYLOGFILE names.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_default_certs()
    if ca is not None:
        try:
            context.load_verify_locations(cadata=ca)
        except (ssl.SSLError, ValueError) as error:
            raise KeyguardError("the file of --ca has no certificates; name a PEM file.") from error
    return context
