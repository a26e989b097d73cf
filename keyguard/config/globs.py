"""Globs in gitignore syntax: whether each can be used, and whether it means what was meant.

The syntax is that of https://git-scm.com/docs/gitignore, read by pathspec.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence

from keyguard.config.document import BadValueError
from keyguard.config.values import strings
from keyguard.model.path_globs import glob_spec
from keyguard.model.patterns import lazy_pattern
from keyguard.settings import Settings

_SEPARATING_BACKSLASH = lazy_pattern(r"[^\\]\\[A-Za-z0-9_.]")
"""A backslash before what needs none: it was meant as a separator."""
_DOTS = lazy_pattern(r"(?:^|/)\.\.?(?:/|$)")
_DRIVE_OR_HOME = lazy_pattern(r"(?:[A-Za-z]:[\\/]|~/)")
_WILD = lazy_pattern(r"[*?\[\\]")
_FEWEST_FOLDERS = 3
"""A shorter glob with a slash before it is more often of this folder than of the whole disk."""


def globs(value: object) -> tuple[str, ...]:
    """A list of globs, each of which can be used."""
    patterns = strings(value)
    bad = []
    for pattern in patterns:
        try:
            _try([pattern], pattern)
        except BadValueError as error:
            bad.append(error)
    if bad:
        raise BadValueError(str(bad[0]), bad[0].value, bad[1:])
    _try(patterns, value)
    return patterns


def _try(patterns: Sequence[str], culprit: object) -> None:
    """Uses the globs once. Raises ``BadValueError`` about the culprit if that fails.

    pathspec has no class of its own for what its matchers raise, and some of these take a NUL,
    which no path has, for the end of a glob: the rest would be lost.
    """
    if any("\0" in pattern for pattern in patterns):
        raise BadValueError("globs in gitignore syntax are needed", culprit)
    try:
        glob_spec(tuple(patterns)).match_file("a/b")
    except ImportError:  # pathspec is missing, which is no fault of the glob
        raise
    except Exception as error:
        raise BadValueError("globs in gitignore syntax are needed", culprit) from error


def glob_notices(settings: Settings, root: str | os.PathLike[str]) -> Iterator[str]:
    """A sentence about each glob that can match nothing below ``root``, or not what was meant."""
    lists = [("exclude", settings.exclude)]
    lists += [("environments", (glob,)) for glob, _ in settings.environments]
    lists += [("surfaces", (glob,)) for glob, _ in settings.surfaces]
    lists += [(f"paths of {rule.id!r}", rule.paths) for rule in settings.custom_rules]
    for key, patterns in lists:
        for number, pattern in enumerate(patterns):
            if reason := _reason(pattern, number == 0, os.fspath(root)):
                yield f"the glob {pattern!r} in {key} {reason}."


def _reason(pattern: str, is_first: bool, root: str) -> str:
    """What is wrong with it, and what to write instead; empty if nothing is."""
    glob = pattern.removeprefix("!").rstrip(" ")
    if pattern.startswith("#") or not glob:
        return "can match nothing, since it is empty or a comment; take it out"
    if pattern.startswith("!") and is_first:
        return "can match nothing, since it takes back what no glob before it matches; move it down"
    if _DRIVE_OR_HOME.match(glob) or _is_absolute(glob, root):
        return "can match nothing, since globs begin at this folder; write what follows it"
    if _SEPARATING_BACKSLASH.search(f" {glob}"):
        return f"has no folders, since slashes separate them; write {_slashed(glob)!r}"
    if _DOTS.search(glob):
        return "can match nothing, since paths hold no `.` or `..`; write it without"
    if "//" in glob:
        return "can match nothing, since paths hold one slash at a time; write one"
    if all(each.include is None for each in glob_spec((pattern,)).patterns):
        return "can match nothing, since it is not well-formed, as git sees it too; repair it"
    return ""


def _slashed(glob: str) -> str:
    return re.sub(r"\\(?=[A-Za-z0-9_.])", "/", glob)


def _is_absolute(glob: str, root: str) -> bool:
    """Whether a glob with a slash before it was meant from the root of the disk."""
    if not glob.startswith("/"):
        return False
    if os.path.join(glob, "").startswith(os.path.join(os.path.abspath(root), "")):
        return True
    folders = [name for name in glob.split("/") if name]
    known = len(folders) >= _FEWEST_FOLDERS and not _WILD.search(folders[0])
    return known and not os.path.lexists(os.path.join(root, folders[0]))
