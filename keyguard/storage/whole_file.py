"""Writes files so that a reader gets either the old one or the new one, and never half of it."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Writes ASCII text in one go, with the permissions that the file has.

    A link that leads to below its folder stays a link. Raises ``OSError`` if the file can't, or
    must not, be written.
    """
    target = _target(path)
    refuse_within_git(target)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f"{target.name}.") as folder:
        beside = Path(folder) / "new"
        beside.write_text(text, "ascii", newline="\n")
        if target.is_file():
            os.chmod(beside, target.stat().st_mode & 0o777)
        os.replace(beside, target)


def refuse_within_git(path: Path) -> None:
    """Raises ``OSError`` for a file in git's own folder, where any name may mean something to git:
    a hook, a setting, a ref."""
    if _has_git(Path(os.path.realpath(path.parent)).parts):
        raise OSError(errno.EPERM, "it would be in git's own folder", str(path))


def _has_git(names: Iterable[str]) -> bool:
    return any(name.lower() == ".git" for name in names)


def _target(path: Path) -> Path:
    """What a link leads to, if that is a file of the same folder or below it, and none of git's
    own, such as a hook: whoever put the link there must not choose what else is written over."""
    target, folder = Path(os.path.realpath(path)), Path(os.path.realpath(path.parent))
    if not target.is_relative_to(folder):
        return path
    return path if _has_git(target.relative_to(folder).parts) else target
