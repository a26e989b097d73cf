"""The baseline of a commit that is being made: it counts as it is staged, like the files.

What is not staged is not in the commit, so nobody else would have it.
"""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from keyguard.cli.console import say
from keyguard.config.document import ReadFile
from keyguard.gitrepo.regular_files import read_regular
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.sibling_files import SiblingFiles
from keyguard.model import Place, State
from keyguard.suppress.baseline import Baseline, read_baseline


def read_staged_baseline(
    repository: Repository, file: str, read: ReadFile, quiet: bool
) -> Baseline:
    """The baseline in the index, or by ``read`` where the index can't have it.

    Says what of it is not staged. Raises ``KeyguardError`` if it can't be read.
    """
    path = Path(file)
    inside = _inside(repository, file)
    if inside is None:
        return read_baseline(path, read)
    staged = SiblingFiles(repository).read(Place(inside, State.INDEX), inside)
    if staged is None and not path.is_file():
        return read_baseline(path, read)
    if staged is None:
        trouble = "is not staged, so it does not count"
    elif _has_changes(path, inside, staged):
        trouble = "has changes that are not staged, so they do not count"
    else:
        trouble = ""
    if trouble and not quiet:
        shown = os.path.relpath(path)
        say(f"the baseline {shown} {trouble}: `git add {shlex.quote(shown)}`, and commit again.")
    return Baseline() if staged is None else read_baseline(path, lambda _: staged)


def _inside(repository: Repository, file: str) -> bytes | None:
    """The path from the root of the work tree; None if it is elsewhere."""
    top = os.path.realpath(os.fspath(repository.layout.top))
    folder, name = os.path.split(os.path.abspath(file))
    path = os.path.relpath(os.path.join(os.path.realpath(folder), name), top)
    if path.split(os.sep)[0] == os.pardir or os.path.isabs(path):
        return None
    return os.fsencode(path).replace(os.fsencode(os.sep), b"/")


def _has_changes(path: Path, inside: bytes, staged: bytes) -> bool:
    """Whether the file on disk is another one, or was before pre-commit put it aside."""
    try:
        if read_regular(os.fspath(path)).splitlines() != staged.splitlines():
            return True
    except OSError:  # it is deleted, and that is not staged
        return True
    return _is_put_aside(inside)


def _is_put_aside(inside: bytes) -> bool:
    """Whether the pre-commit that runs this has taken changes of the file out of the work tree.

    It keeps them in its own folder, as a patch that is named after its process:
    https://github.com/pre-commit/pre-commit/blob/main/pre_commit/staged_files_only.py
    """
    if not os.environ.get("PRE_COMMIT"):
        return False
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    home = Path(os.environ.get("PRE_COMMIT_HOME") or os.path.join(cache, "pre-commit"))
    line = b"+++ b/" + inside
    return any(
        line in patch.read_bytes().splitlines()
        for patch in home.glob(f"patch*-{os.getppid()}")
        if patch.is_file()
    )
