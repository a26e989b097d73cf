"""Clones a repository from elsewhere, to read it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from keyguard.errors import KeyguardError
from keyguard.gitrepo.command.bounded import end_with_helpers
from keyguard.gitrepo.command.hook_variables import without_hook_variables
from keyguard.gitrepo.command.run import NO_REASON
from keyguard.gitrepo.command.transport import PROTOCOLS, without_login
from keyguard.model.patterns import lazy_pattern
from keyguard.parallel.signals import stopped_by_signals

_URL = lazy_pattern(r"(?:https?|ssh|git|file)://|[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:")
_LOGIN = lazy_pattern(r"://.*@", re.DOTALL)
"""All that can be a password, however it is written: no path is missed in an error."""

_SAYS_NOTHING = lazy_pattern(r"Cloning into |Please make sure you have |and the repository exists")
"""Lines of git's that begin or end what it says of any clone."""
_SEVERITY = lazy_pattern("(?:fatal|error): ")
_REASON = lazy_pattern(r"remote: |ssh: |fatal: |error: |\S+: Permission denied|Host key ")

ATTEMPTS = 5
"""How often to try to remove the clone, since a git that was stopped may still write to it."""


def is_url(text: str) -> bool:
    """Whether git would clone ``text`` from elsewhere rather than open it."""
    return bool(_URL.match(text))


@contextmanager
def cloned(url: str) -> Iterator[Path]:
    """A full clone with every ref, which is removed when the block ends, even by a signal.

    GitPython refuses the protocols that could run a program (``ext::``), and git knows only
    ``PROTOCOLS``. Raises ``KeyguardError`` if the clone fails.
    """
    public = _LOGIN.sub("://****@", url)
    with without_hook_variables(), stopped_by_signals(), _temporary_folder() as folder:
        target = folder / "clone"
        if failure := _clone(url, target):
            # git may have rewritten the address, or left out a part of the password.
            said = without_login(failure.replace(url, public))
            raise KeyguardError(
                f"{public} could not be cloned ({_last_words(said)}); check the address and your "
                "access to it."
            )
        yield target


def _clone(url: str, target: Path) -> str:
    """Why it could not be cloned; empty if it was.

    What git has started ends with it, or it would go on to write. That takes a group of its own,
    away from the terminal; where there is one, git may ask for a password at it, and an
    interruption from the keyboard ends them all.
    """
    import git

    command = ["git", "clone", "--mirror", "--quiet", "--", url, os.fspath(target)]
    try:
        git.Git.check_unsafe_protocols(url)
        running = git.Git(target.parent).execute(
            command,
            as_process=True,
            env={"GIT_ALLOW_PROTOCOL": PROTOCOLS, "LC_ALL": "C", "LANGUAGE": "C"},
            start_new_session=not _has_terminal(),
        )
    except git.exc.GitCommandNotFound:
        return "git was not found"
    except git.exc.GitError as error:
        return str(error)
    process = running.proc  # which ends once `running` is forgotten
    assert process is not None
    try:
        _, said = process.communicate()
    except BaseException:
        end_with_helpers(process)
        raise
    return said.decode("utf-8", "replace") or NO_REASON if process.returncode else ""


def _has_terminal() -> bool:
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except (OSError, AttributeError):  # not on all systems
        return False
    return True


def _last_words(stderr: str) -> str:
    """What git said last, as a sentence's end, with the line before it where that says why."""
    lines = [line.strip(" '").rstrip(".") for line in stderr.splitlines()]
    said = [line for line in lines if line and not _SAYS_NOTHING.match(line)]
    reasons = [line for line in said[-2:-1] if _REASON.match(line)]
    words = [_SEVERITY.sub("", line) for line in [*reasons, *said[-1:]]]
    return "; ".join(words) or NO_REASON


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
