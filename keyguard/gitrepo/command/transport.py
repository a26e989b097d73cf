"""Repositories elsewhere, asked and fetched from: git-ls-remote(1), git-fetch(1).

The only commands that may talk to others. Nobody is asked for a password, no other protocol than
those of ``PROTOCOLS`` is spoken, and git ends, with all that it has started, when it takes too long
or brings too much.
"""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, NamedTuple

from keyguard.errors import KeyguardError
from keyguard.gitrepo.command.run import ERRORS_KEPT, FIXED, git_words
from keyguard.parallel.process import leads_its_session

if TYPE_CHECKING:
    from subprocess import Popen

PROTOCOLS = "file:git:http:https:ssh"
"""Not ``ext``, which runs a program (gitremote-helpers(7))."""

MOST_ADVERTISED = 256 * 1024 * 1024
"""Bytes of refs that another repository may announce: a million of them have a third of it."""

PAUSE = 0.1
"""Seconds between two looks at how long git takes, and how much it has brought."""

MERCY = 2.0
"""Seconds that git has to end what it has started."""

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
_INHERITED_SETTING = re.compile(r"GIT_CONFIG_(?:KEY|VALUE)_\d+")

_UNASKED = {
    "GIT_ALLOW_PROTOCOL": PROTOCOLS,
    "GIT_ASKPASS": "",
    "GCM_INTERACTIVE": "never",
    "SSH_ASKPASS_REQUIRE": "never",
}

_CONFIGURATION = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "credential.interactive=false",
    "fetch.unpackLimit=1",
    "fetch.recurseSubmodules=false",
    "fetch.writeCommitGraph=false",
    "gc.auto=0",
    "maintenance.auto=false",
)

_LOCAL = "git -c safe.directory='*' upload-pack"
"""Serves a repository on this machine whoever owns it: nothing that its settings name is run
(git-upload-pack(1), SECURITY)."""

_LOGIN = re.compile(r"://[^\s/]*@")


class TransportError(KeyguardError):
    """A repository elsewhere could not be reached, or not in full."""


class TooLargeError(TransportError):
    """It has more than was allowed for."""


class Address(NamedTuple):
    """Where a repository is."""

    public: str
    """What may be shown and kept: an address without a password, or the path of a folder."""
    private: str = ""
    """The same with its password; empty if it has none. git gets it from its environment, so it
    is neither in the list of processes nor in any file."""

    def __repr__(self) -> str:
        return f"Address({self.public!r})"


class Bounds(NamedTuple):
    """How long one command may take, in seconds, and how much it may bring, in bytes; 0 is
    unbounded."""

    timeout: float = 0
    size: int = 0


class RemoteRefs(NamedTuple):
    """What a repository elsewhere announces."""

    ids: Mapping[str, str]
    """What each ref names, by the ref's full name."""
    head: str
    """The branch that HEAD leads to; empty if HEAD names a commit, or is not told."""
    head_id: str
    """The commit at HEAD; empty if there is none."""


def remote_refs(address: Address, bounds: Bounds) -> RemoteRefs:
    """The refs of a repository elsewhere. Raises ``TransportError``."""
    with TemporaryFile() as output:
        command = ["ls-remote", "--symref", f"--upload-pack={_LOCAL}", "--", address.public]
        bounded = bounds._replace(size=MOST_ADVERTISED)
        _run(
            command, address, bounded, Path("/"), output, lambda: os.fstat(output.fileno()).st_size
        )
        output.seek(0)
        return _parsed(output.read())


def fetch_objects(
    folder: Path, address: Address, names: Iterable[str], bounds: Bounds, size: Callable[[], int]
) -> None:
    """Fetches what the refs with these names lead to into the bare repository in ``folder``.

    Its own refs stay as they are: to write thousands of them takes longer than all else. ``size``
    says how many bytes have come. Raises ``TransportError``; then what the repository has is not
    whole.
    """
    command = [
        f"--git-dir={folder}", "fetch", "--quiet", "--no-tags", "--no-write-fetch-head",
        "--no-recurse-submodules", "--no-auto-maintenance", "--no-show-forced-updates",
        f"--upload-pack={_LOCAL}", "--stdin", "--", address.public,
    ]  # fmt: skip
    with TemporaryFile() as given, TemporaryFile() as output:
        given.write(b"".join(os.fsencode(name) + b"\n" for name in names))
        given.seek(0)
        _run(command, address, bounds, folder, output, size, given)


def without_login(text: str) -> str:
    """Text without names and passwords in addresses."""
    return _LOGIN.sub("://****@", text)


def _run(
    arguments: Sequence[str],
    address: Address,
    bounds: Bounds,
    folder: Path,
    output: IO[bytes],
    size: Callable[[], int],
    given: IO[bytes] | None = None,
) -> None:
    command = ["git", "--no-pager"]
    for setting in _CONFIGURATION:
        command += ["-c", setting]
    with TemporaryFile() as errors:
        streams = _Streams(given, output, errors)
        with _started([*command, *arguments], address, folder, streams) as process:
            _watch(process, bounds, size)
        if process.returncode != 0:
            errors.seek(0)
            words = without_login(git_words(errors.read(ERRORS_KEPT)))
            raise TransportError(words.replace(address.private or "\0", address.public))
        if bounds.size and size() > bounds.size:
            raise _too_large(bounds)


class _Streams(NamedTuple):
    given: IO[bytes] | None
    output: IO[bytes]
    errors: IO[bytes]


@contextmanager
def _started(
    command: Sequence[str], address: Address, folder: Path, streams: _Streams
) -> Iterator[Popen[bytes]]:
    """Runs git without a terminal to ask at, and in a group that ends as a whole: its own one, or
    that of this process, if whoever started it sees to the group's end."""
    import subprocess

    leads = leads_its_session()

    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=_environment(os.environ, address),
            stdin=streams.given or subprocess.DEVNULL,
            stdout=streams.output,
            stderr=streams.errors,
            start_new_session=not leads,
        )
    except FileNotFoundError as error:
        raise TransportError(
            "git was not found; install git and make sure that it is on PATH"
        ) from error
    try:
        yield process
    finally:
        (_end_in_our_group if leads else _end)(process)


def _watch(process: Popen[bytes], bounds: Bounds, size: Callable[[], int]) -> None:
    from subprocess import TimeoutExpired

    end = time.monotonic() + bounds.timeout
    while True:
        try:
            process.wait(PAUSE)
        except TimeoutExpired:
            if bounds.timeout and time.monotonic() > end:
                raise TransportError(f"it took over {bounds.timeout:g} seconds") from None
            if bounds.size and size() > bounds.size:
                raise _too_large(bounds) from None
        else:
            return


def _end(process: Popen[bytes]) -> None:
    """Ends git and what it has started: a transport that waits would outlive it."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _end_in_our_group(process: Popen[bytes]) -> None:
    """Asks git to end, which ends its helpers too. What stays is left to the end of the group."""
    from subprocess import TimeoutExpired

    process.terminate()
    with suppress(TimeoutExpired):
        process.wait(MERCY)
    process.kill()
    process.wait()


def _too_large(bounds: Bounds) -> TooLargeError:
    return TooLargeError(f"it has more than {bounds.size:,} bytes")


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
