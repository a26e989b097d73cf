"""A repository from elsewhere, cloned to be looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from keyguard.errors import KeyguardError
from keyguard.gitrepo.command.elsewhere import elsewhere
from keyguard.model.patterns import lazy_pattern
from keyguard.parallel.signals import stopped_by_signals

_URL = lazy_pattern(r"(?:https?|ssh|git|file)://|[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:")
_LOGIN = lazy_pattern(r"://.*@", re.DOTALL)
"""All that can be a password, however it is written: no path is missed in an error."""
_LOGIN_SAID = lazy_pattern(r"://\S*@")
"""The same where git has rewritten the address, or left out a part of the password."""

_NO_REASON = lazy_pattern(
    r"(?:stderr: ')?Cloning into |Please make sure you have |and the repository exists"
)
"""Lines of git's that begin or end what it says of any clone."""
_SEVERITY = lazy_pattern("(?:fatal|error): ")
_REASON = lazy_pattern(r"remote: |ssh: |fatal: |error: |\S+: Permission denied|Host key ")

ATTEMPTS = 5
"""To remove the clone, while a git that was stopped may still write to it."""


def is_url(text: str) -> bool:
    """Whether git would clone ``text`` from elsewhere rather than open it."""
    return bool(_URL.match(text))


@contextmanager
def cloned(url: str) -> Iterator[Path]:
    """A full clone with every ref, removed when the block is left, also by a signal.

    GitPython refuses the protocols that could run a program (``ext::``). Raises ``KeyguardError``
    if the clone fails.
    """
    import git

    public = _LOGIN.sub("://****@", url)
    with elsewhere(), stopped_by_signals(), _temporary_folder() as folder:
        target = folder / "clone"
        try:
            git.Repo.clone_from(url, target, mirror=True)
        except git.exc.GitError as error:
            said = str(getattr(error, "stderr", "") or error).replace(url, public)
            said = _LOGIN_SAID.sub("://****@", said)
            raise KeyguardError(
                f"{public} could not be cloned ({_last_words(said)}); check the address and your "
                "access to it."
            ) from error
        yield target


def _last_words(stderr: str) -> str:
    """What git said last, as a sentence's end, with the line before it where that says why."""
    lines = [line.strip(" '").rstrip(".") for line in stderr.splitlines()]
    said = [line for line in lines if line and not _NO_REASON.match(line)]
    reasons = [line for line in said[-2:-1] if _REASON.match(line)]
    words = [_SEVERITY.sub("", line) for line in [*reasons, *said[-1:]]]
    return "; ".join(words) or "it gave no reason"


@contextmanager
def _temporary_folder() -> Iterator[Path]:
    folder = Path(mkdtemp(prefix="keyguard-"))
    try:
        yield folder
    finally:
        for _ in range(ATTEMPTS):
            rmtree(folder, ignore_errors=True)
            if not folder.exists():
                break
