"""Which files of a commit hold a text: git-grep(1)."""

from __future__ import annotations

from keyguard.errors import KeyguardError
from keyguard.gitrepo.command.run import git_words, try_git
from keyguard.gitrepo.repository import Repository

_NONE_FOUND = 1


def paths_with(repository: Repository, commit: str, text: str) -> list[bytes]:
    """The paths of the files, binary ones included, that contain ``text``.

    The text goes through standard input: other users of the machine can see a command line. Raises
    ``KeyguardError``.
    """
    command = ["grep", "-a", "-l", "-z", "-F", "--no-textconv", "-f", "-", commit, "--"]
    found = try_git(command, repository.folder, stdin=text.encode() + b"\n")
    if found.returncode not in (0, _NONE_FOUND) or found.stderr:
        raise KeyguardError(f"{commit} could not be searched: {git_words(found.stderr)}.")
    prefix = commit.encode() + b":"
    return [path.removeprefix(prefix) for path in found.stdout.split(b"\0") if path]
