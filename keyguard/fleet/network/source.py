"""A repository as a list names it, and how much may be fetched of it."""

from __future__ import annotations

import hashlib
import os
import re
from urllib.parse import urlsplit, urlunsplit
from urllib.request import url2pathname

from keyguard.errors import KeyguardError
from keyguard.gitrepo.command.transport import Address
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

ID_LENGTH = 16
"""Hexadecimal digits of a repository's id: of a million repositories, hardly two have the same."""
IS_ID = lazy_pattern(r"[0-9a-f]{16}")

_HELPER = lazy_pattern(r"[A-Za-z0-9+.-]+::")
"""What names a program that talks to the repository: gitremote-helpers(7)."""
_SCHEME = lazy_pattern(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_SCHEMES = ("https", "http", "ssh", "git", "file")
_SCP = lazy_pattern(r"(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9][A-Za-z0-9.-]*:(?!//)[^:]")
"""``git@host:path``: git-clone(1), GIT URLS."""
_CONTROL = lazy_pattern(r"[\x00-\x1f\x7f]")


class SourceError(KeyguardError):
    """An entry of a list is no repository that can be fetched."""


class Limits(NamedTuple):
    """How much one fetch may bring, in bytes, and how long each step may take, in seconds; 0 is
    unbounded."""

    max_size: int = 0
    timeout: float = 0


class Source(NamedTuple):
    """One repository of a list."""

    name: str
    """The repository's name in reports: its address without a password, or its path."""
    url: str
    """The address as it was given, with its password if it has one; it is never shown."""
    id: str
    """The id under which its refs are kept: equal for equal addresses, whatever the password."""

    def __repr__(self) -> str:
        return f"Source({self.name!r}, id={self.id!r})"


def source_of(url: str) -> Source:
    """The repository at an address, or in a folder. Raises ``SourceError``."""
    name = address_of(url).public
    return Source(name, url, repository_id(name))


def repository_id(name: str) -> str:
    """The id of a repository of this name."""
    return hashlib.sha256(os.fsencode(name)).hexdigest()[:ID_LENGTH]


def address_of(url: str) -> Address:
    """Where a repository is.

    Raises ``SourceError`` for addresses that git would run or take for an option.
    """
    if not url or _CONTROL.search(url):
        raise SourceError("an address is a line of text; name a URL or a folder.")
    if url.startswith("-") or _HELPER.match(url):
        raise SourceError(
            f"{_shown(url)} can't be fetched from; name an https, ssh or git URL, or a folder."
        )
    scheme = _SCHEME.match(url)
    if scheme is None:
        is_remote = _SCP.match(url) and not os.path.exists(url)
        return Address(url if is_remote else os.path.abspath(url))
    if scheme[1].lower() not in _SCHEMES:
        raise SourceError(
            f"{_shown(url)} has an unsupported protocol; name an https, ssh or git URL, or a "
            "folder."
        )
    return _folder(url) if scheme[1].lower() == "file" else _without_password(url)


def _folder(url: str) -> Address:
    """The folder that a ``file`` URL names: only one on this machine."""
    parts = urlsplit(url)
    if parts.netloc not in ("", "localhost") or not parts.path.startswith("/"):
        raise SourceError(f"{_shown(url)} is on another machine; name a folder of this one.")
    return Address(os.path.abspath(url2pathname(parts.path)))


def _without_password(url: str) -> Address:
    """Of HTTP the name is taken away too, and what stands behind the path: tokens are written
    there."""
    try:
        parts = urlsplit(url)
        is_sound = bool(parts.hostname) and (parts.port or 1) > 0  # a port that is none raises
    except ValueError:
        is_sound = False
    if not is_sound or parts.netloc.startswith("-"):
        raise SourceError(f"{_shown(url)} names no host; name an https, ssh or git URL.")
    login, _, host = parts.netloc.rpartition("@")
    user = login.partition(":")[0]
    shown = f"{user}@{host}" if parts.scheme == "ssh" and user else host
    public = urlunsplit((parts.scheme, shown, parts.path, "", ""))
    return Address(public, "" if public == url else url)


def _shown(url: str) -> str:
    """An address as an error names it."""
    return repr(re.sub(r"://.*@", "://****@", _CONTROL.sub("?", url)))
