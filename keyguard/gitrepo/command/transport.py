"""Asks other repositories for their refs and fetches from them: git-ls-remote(1), git-fetch(1).

These are the only commands that may use the network. They never ask for a password, and speak no
protocols but ``PROTOCOLS``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO

from keyguard.gitrepo.command.bounded import (
    Bounds,
    Streams,
    TooLargeError,
    TooSlowError,
    TransportError,
    run_within,
)
from keyguard.gitrepo.command.run import FIXED
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

PROTOCOLS = "file:git:http:https:ssh"
"""The protocols that git may use. ``ext`` is not among them: it runs a program
(gitremote-helpers(7))."""

MOST_ADVERTISED = 256 * 1024 * 1024
"""Bytes of refs that another repository may announce: a million refs take a third of it."""

_INHERITED = frozenset(
    {
        "GIT_CONFIG_COUNT",
        "GIT_CONFIG_GLOBAL",
        "GIT_CONFIG_NOSYSTEM",
        "GIT_CONFIG_SYSTEM",
        "GIT_SSH",
        "GIT_SSH_COMMAND",
        "GIT_SSH_VARIANT",
        "GIT_SSL_CAINFO",
        "GIT_SSL_CAPATH",
        "GIT_SSL_CERT",
        "GIT_SSL_KEY",
    }
)
"""How the user reaches other machines. The other variables are about the repository of a hook."""
_INHERITED_SETTING = lazy_pattern(r"GIT_CONFIG_(?:KEY|VALUE)_\d+")

_UNASKED = {
    "GIT_ALLOW_PROTOCOL": PROTOCOLS,
    "GIT_ASKPASS": "",
    "GCM_INTERACTIVE": "never",
    "SSH_ASKPASS_REQUIRE": "never",
}

_HERE = "--upload-pack=GIT_ALLOW_PROTOCOL=none git -c safe.directory='*' upload-pack"
"""Serves a repository on this machine whoever owns it: nothing that its settings name is run
(git-upload-pack(1), SECURITY), nor fetched by older versions of git."""

_LOGIN = lazy_pattern(r"://\S*@")


class Address(NamedTuple):
    """Where a repository is, with and without its password."""

    public: str
    """The address without a password, or the path of a folder: what may be shown and kept."""
    private: str = ""
    """The address with its password; empty if it has none. git gets it from its environment, so it
    appears neither in the list of processes nor in any file."""

    def __repr__(self) -> str:
        return f"Address({self.public!r})"

    @property
    def is_folder(self) -> bool:
        """Whether the address is a folder on this machine."""
        return os.path.isabs(self.public)


class RemoteRefs(NamedTuple):
    """The refs that a repository elsewhere announces."""

    ids: Mapping[str, str]
    """The id that each ref names, by the ref's full name."""
    head: str
    """The branch that HEAD leads to; empty if HEAD names a commit, or if it was not announced."""
    head_id: str
    """The commit at HEAD; empty if there is none."""

    @property
    def tips(self) -> frozenset[str]:
        """All ids that refs or HEAD name."""
        return frozenset({*self.ids.values(), self.head_id} - {""})

    @property
    def id_length(self) -> int:
        """Bytes of an object id."""
        return len(next(iter(self.tips))) // 2


def remote_refs(address: Address, bounds: Bounds) -> RemoteRefs:
    """The refs of a repository elsewhere. Raises ``TransportError``."""
    command = ["ls-remote", "--symref", *_served(address), "--", address.public]
    bounds = bounds._replace(size=MOST_ADVERTISED)
    with TemporaryDirectory() as folder, TemporaryFile() as output:
        streams = Streams(None, output)
        _run(command, address, bounds, Path(folder), streams, lambda: _length(output))
        output.seek(0)
        return _parsed(output.read())


def fetch_objects(
    folder: Path, address: Address, names: Iterable[str], bounds: Bounds, size: Callable[[], int]
) -> None:
    """Fetches what the refs with these names lead to into the bare repository in ``folder``.

    The repository's own refs stay as they are: writing thousands of them takes longer than all the
    rest. ``size`` says how many bytes have come. Raises ``TransportError``; the repository may then
    lack objects.
    """
    command = [
        f"--git-dir={folder}", "fetch", "--quiet", "--no-tags", "--no-write-fetch-head",
        "--no-recurse-submodules", "--no-auto-maintenance", "--no-show-forced-updates",
        *_served(address), "--stdin", "--", address.public,
    ]  # fmt: skip
    with TemporaryFile() as given, TemporaryFile() as output:
        given.write(b"".join(os.fsencode(name) + b"\n" for name in names))
        given.seek(0)
        _run(command, address, bounds, folder, Streams(given, output), size)


def _served(address: Address) -> list[str]:
    return [_HERE] if address.is_folder else []


def without_login(text: str) -> str:
    """``text`` without the user names and passwords of the addresses in it."""
    return _LOGIN.sub("://****@", text)


def _run(
    arguments: Sequence[str],
    address: Address,
    bounds: Bounds,
    folder: Path,
    streams: Streams,
    size: Callable[[], int],
) -> None:
    variables = _environment(os.environ, address)
    try:
        run_within(bounds, arguments, folder, variables, streams, size)
    except (TooLargeError, TooSlowError):
        raise
    except TransportError as error:
        words = str(error).replace(address.private or "\0", address.public)
        raise TransportError(without_login(words)) from error


def _environment(inherited: Mapping[str, str], address: Address) -> dict[str, str]:
    kept = {
        name: value
        for name, value in inherited.items()
        if not name.startswith("GIT_") or name in _INHERITED or _INHERITED_SETTING.fullmatch(name)
    }
    kept.pop("SSH_ASKPASS", None)
    return kept | FIXED | _UNASKED | _login_setting(kept, address)


def _login_setting(inherited: Mapping[str, str], address: Address) -> dict[str, str]:
    """What makes git put the password into the address (git-config(1), url.<base>.insteadOf)."""
    if not address.private:
        return {}
    count = inherited.get("GIT_CONFIG_COUNT", "0")
    number = int(count) if count.isdecimal() else 0
    return {
        "GIT_CONFIG_COUNT": str(number + 1),
        f"GIT_CONFIG_KEY_{number}": f"url.{address.private}.insteadOf",
        f"GIT_CONFIG_VALUE_{number}": address.public,
    }


def _length(file: IO[bytes]) -> int:
    return os.fstat(file.fileno()).st_size


def _parsed(listing: bytes) -> RemoteRefs:
    """git-ls-remote(1), OUTPUT. What an annotated tag leads to is a line of its own, which is left
    out: that is seen in the tag."""
    ids: dict[str, str] = {}
    head = head_id = ""
    for line in listing.decode("utf-8", "surrogateescape").split("\n"):
        value, _, name = line.partition("\t")
        if name == "HEAD" and value.startswith("ref: "):
            head = value.removeprefix("ref: ")
        elif name == "HEAD":
            head_id = value
        elif name.startswith("refs/") and not name.endswith("^{}"):
            ids[name] = value
    return RemoteRefs(ids, head, head_id)
