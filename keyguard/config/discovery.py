"""Finds the file that configures a repository; every run looks for it, and few find one."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILE_NAME = ".keyguard.toml"
PYPROJECT = "pyproject.toml"
OUR_TABLE = b"tool.keyguard"
OUR_NAME = b"keyguard"
LARGEST = 64 << 20
"""Bytes of a configuration or a baseline: more than a baseline of two hundred thousand findings."""


def find_file(root: str | os.PathLike[str]) -> Path | None:
    """The configuration file of a folder; None if it has none.

    Anything with the name counts: a folder, a pipe or a link that leads nowhere was meant to say
    something, and reading it reports that it can't be read.
    """
    own, project = os.path.join(root, FILE_NAME), os.path.join(root, PYPROJECT)
    if os.path.lexists(own):
        found = own
    elif os.path.lexists(project) and _mentions_us(project):
        found = project
    else:
        return None
    from pathlib import Path  # slower to load than all that a small scan does

    return Path(found)


def find_file_in(root: Path, read: Callable[[Path], bytes]) -> Path | None:
    """The configuration file of a folder whose files are read by ``read``, not from the disk.

    ``read`` raises ``OSError`` for a file that is not there.
    """
    for name, is_ours in ((FILE_NAME, _is_any), (PYPROJECT, _has_our_table)):
        try:
            if is_ours(read(root / name)):
                return root / name
        except FileNotFoundError:
            continue
        except OSError:  # it is there: who reads it will tell why it can't be read
            return root / name
    return None


def _is_any(content: bytes) -> bool:
    return True


def _has_our_table(content: bytes) -> bool:
    """Whether TOML has a table for us, however its name is written. What can't be read has: then
    the reader says what is wrong."""
    if OUR_NAME not in content:
        return False
    from keyguard.config.document import parsed  # most projects do not speak of us

    try:
        tool = parsed(content.decode("utf-8-sig")).get("tool", {})
    except (ValueError, RecursionError):
        return OUR_TABLE in content
    return isinstance(tool, dict) and OUR_NAME.decode() in tool


def _mentions_us(project: str) -> bool:
    """Whether it is ours, or can't be read: it is no file, too large, or kept from us."""
    if not os.path.isfile(project) or os.path.getsize(project) > LARGEST:
        return True
    try:
        with open(project, "rb") as file:
            return _has_our_table(file.read())
    except OSError:
        return True
