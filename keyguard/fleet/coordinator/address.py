"""Addresses that mean the same repository, and the names of a repository and its forks."""

from __future__ import annotations

import os
import re
from urllib.parse import unquote

from keyguard.model.patterns import lazy_pattern

USUAL_PORTS = {"https": "443", "http": "80", "ssh": "22", "git": "9418"}
"""Ports that an address need not state."""
CASE_COUNTS_NOT = ("github.com", "gitlab.com", "bitbucket.org")
"""Hosts that take ``Owner/Name`` and ``owner/name`` for one repository."""
SAYS_NOTHING = frozenset({"", "git", "repo", "repository", "mirror", "bare", "src", "source"})
"""Last parts of paths that are no name; the part before them is."""

_URL = lazy_pattern(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/]*)/?(.*)", re.DOTALL)
_SCP = lazy_pattern(r"([^/:]+):(.*)", re.DOTALL)
_HERE = ("/", ".", "~")


def with_base(text: str, base: str) -> str:
    """The address of an ``owner/name`` below ``base``, if there is a base; any other text
    unchanged."""
    if not base or text.startswith(_HERE) or _URL.match(text) or _SCP.match(text):
        return text
    return f"{base}{'' if base.endswith((':', '/')) else '/'}{text.strip('/')}"


def is_bare_name(text: str) -> bool:
    """Whether a line looks like an ``owner/name`` without its forge."""
    is_path = text.startswith(_HERE) or os.path.lexists(text)
    return text.count("/") == 1 and not is_path and ":" not in text


def identity_of(name: str) -> str:
    """The text that all addresses of one repository share.

    It does not matter if they end with ``.git`` or a slash, name a user, or use another protocol.
    ``name`` is an address or a path without a password.
    """
    if name.startswith("/"):
        real = os.path.realpath(name)
        return real.removesuffix("/.git") or real
    if url := _URL.fullmatch(name):
        host, _, port = url[2].rpartition("@")[2].partition(":")
        host += f":{port}" if port not in ("", USUAL_PORTS.get(url[1].lower())) else ""
        path = unquote(url[3])
    else:
        before, _, path = name.partition(":")
        host = before.rpartition("@")[2]
    host = host.lower()
    path = re.sub("/+", "/", path).strip("/").removesuffix(".git").rstrip("/")
    return f"//{host}/{path.lower() if host in CASE_COUNTS_NOT else path}"


def name_of(name: str) -> str:
    """The last part that is a name, in lower case; a repository's forks mostly keep it."""
    parts = [part.removesuffix(".git") for part in re.split("[/:]+", name.lower())]
    return next((part for part in reversed(parts) if part not in SAYS_NOTHING), "")
