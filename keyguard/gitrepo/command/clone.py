"""A repository from elsewhere, cloned to be looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from keyguard.errors import KeyguardError
from keyguard.gitrepo.command.run import git_words

_URL = re.compile(r"(?:https?|ssh|git|file)://|[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:")
_LOGIN = re.compile(r"://.*@", re.DOTALL)
"""All that can be a password, however it is written: no path is missed in an error."""
_LOGIN_SAID = re.compile(r"://\S*@")
"""The same where git has rewritten the address, or left out a part of the password."""


def is_url(text: str) -> bool:
    """Whether git would clone ``text`` from elsewhere rather than open it."""
    return bool(_URL.match(text))


@contextmanager
def cloned(url: str) -> Iterator[Path]:
    """A full clone with every ref, removed when the block is left.

    GitPython refuses the protocols that could run a program (``ext::``). Raises ``KeyguardError``
    if the clone fails.
    """
    import git

    public = _LOGIN.sub("://****@", url)
    with TemporaryDirectory(prefix="keyguard-") as folder:
        target = Path(folder) / "clone"
        try:
            git.Repo.clone_from(url, target, mirror=True)
        except git.exc.GitError as error:
            said = str(getattr(error, "stderr", "") or error).replace(url, public)
            said = _LOGIN_SAID.sub("://****@", said)
            words = git_words(said.strip("\n '").encode())
            raise KeyguardError(
                f"{public} could not be cloned ({words}); check the address and your access to it."
            ) from error
        yield target
